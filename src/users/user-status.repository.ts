import { Injectable } from '@nestjs/common';
import { ReadConnection } from '../database/read-connection.js';
import type { User } from './user.entity.js';
import type { Reference } from './names/user-names.js';
import { resolveUsers } from './names/user-references.js';

/** The fields that decide whether a user gets a token, and its generation. */
export type UserStatus = Pick<User, 'id' | 'active' | 'tokenGeneration'>;

interface Row {
  id: string;
  external_id: string | null;
  active: boolean | number;
  token_generation: number;
}

/** Reads the status of thousands of users at once, without building entities. */
@Injectable()
export class UserStatusRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The live users that these references name, by `externalId` or id. */
  find(ecosystemId: string, references: string[]): Promise<Map<string, UserStatus>> {
    return resolveUsers(references, (names) => this.select(ecosystemId, names));
  }

  private async select(
    ecosystemId: string,
    names: Reference[],
  ): Promise<(UserStatus & Pick<User, 'externalId'>)[]> {
    const ecosystem = this.dataSource.driver.createParameter('ecosystem', 0);
    const [isAmong, parameter] = this.dataSource.inList('reference', names, 1);
    const rows: Row[] = await this.dataSource.manager.query(
      `SELECT id, external_id, active, token_generation FROM users WHERE deleted_at IS NULL
          AND id IN (SELECT user_id FROM user_references WHERE ecosystem_id = ${ecosystem} AND ${isAmong})`,
      [ecosystemId, parameter],
    );
    return rows.map((row) => ({ ...statusOf(row), externalId: row.external_id }));
  }
}

function statusOf({ id, active, token_generation: tokenGeneration }: Row): UserStatus {
  return { id, active: Boolean(active), tokenGeneration };
}
