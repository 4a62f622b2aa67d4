import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { Role } from './role.entity.js';

@Injectable()
export class DialectPermissionsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  findAll(ecosystemId: string, manager: EntityManager = this.dataSource.manager): Promise<Role[]> {
    return manager.find(Role, { where: { ecosystemId }, order: { name: 'ASC' } });
  }

  /** Locks all roles of the ecosystem until the transaction ends. */
  lockAll(manager: EntityManager, ecosystemId: string): Promise<Role[]> {
    const { isShared } = this.dataSource;
    return manager.find(Role, {
      where: { ecosystemId },
      order: { name: 'ASC' },
      ...(isShared && { lock: { mode: 'pessimistic_write' } }),
    });
  }

  async insertMissing(manager: EntityManager, ecosystemId: string, names: string[]): Promise<void> {
    if (names.length === 0) return;
    const rows = names.map((name) => ({ ecosystemId, name, description: '', permissions: [], version: 1 }));
    const insert = manager.createQueryBuilder().insert().into(Role);
    await insert.values(rows).orIgnore().updateEntity(false).execute();
  }

  async update(
    manager: EntityManager,
    ecosystemId: string,
    name: string,
    columns: Pick<Role, 'dialectGrants' | 'updatedAt'>,
  ): Promise<void> {
    await manager.update(Role, { ecosystemId, name }, columns);
  }
}
