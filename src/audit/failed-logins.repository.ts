import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan } from 'typeorm';
import { ReadConnection } from '../database/read-connection.js';
import { FailedLogins } from './failed-logins.entity.js';

@Injectable()
export class FailedLoginsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Adds one failure. @returns the failures of that hour */
  async add(
    manager: EntityManager,
    { ecosystemId, userId, hour }: Omit<FailedLogins, 'failures'>,
  ): Promise<number> {
    const { driver } = manager.connection;
    const marks = ['ecosystem', 'user', 'hour'].map((name, index) => driver.createParameter(name, index));
    const rows: { failures: number }[] = await manager.query(
      `INSERT INTO failed_logins (ecosystem_id, user_id, hour, failures) VALUES (${marks.join(', ')}, 1)
         ON CONFLICT (ecosystem_id, user_id, hour) DO UPDATE SET failures = failed_logins.failures + 1
         RETURNING failures`,
      [ecosystemId, userId, hour],
    );
    return rows[0]!.failures;
  }

  /** Hours that began before this time. */
  findBefore(hour: number, limit: number): Promise<FailedLogins[]> {
    return this.dataSource.manager.find(FailedLogins, { where: { hour: LessThan(hour) }, take: limit });
  }

  /** Removes the row, unless a failure was added meanwhile. @returns whether it did */
  async remove(manager: EntityManager, found: FailedLogins): Promise<boolean> {
    const { affected } = await manager.delete(FailedLogins, { ...found });
    return affected === 1;
  }
}
