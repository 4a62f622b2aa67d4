import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { jsonInList } from '../../database/in-list.js';
import { ReadConnection } from '../../database/read-connection.js';
import { Ecosystem } from '../ecosystem.entity.js';
import { Role } from './role.entity.js';

@Injectable()
export class RolesRepository {
  /** SQLite has no row locks and needs none: its writers are queued. */
  private readonly hasLocks: boolean;

  constructor(private readonly dataSource: ReadConnection) {
    this.hasLocks = dataSource.isShared;
  }

  find(ecosystemId: string, name: string, manager = this.dataSource.manager): Promise<Role | null> {
    return manager.findOneBy(Role, { ecosystemId, name });
  }

  findNamed(ecosystemId: string, names: string[]): Promise<Role[]> {
    return this.dataSource.manager.find(Role, {
      where: { ecosystemId, name: In(names) },
      order: { name: 'ASC' },
    });
  }

  findOfUser(manager: EntityManager, ecosystemId: string, userId: string): Promise<Role[]> {
    const { type } = manager.connection.options;
    return manager
      .createQueryBuilder(Role, 'r')
      .where({ ecosystemId })
      .andWhere(
        `EXISTS (SELECT 1 FROM users u WHERE u.id = :userId AND u.ecosystem_id = r.ecosystem_id
                  AND u.deleted_at IS NULL AND ${jsonInList(type, 'r.name', 'u.roles')})`,
        { userId },
      )
      .getMany();
  }

  /** Roles by name, after the role named `after`. */
  findPage(ecosystemId: string, limit: number, after?: string): Promise<Role[]> {
    return this.dataSource.manager.find(Role, {
      where: { ecosystemId, ...(after !== undefined && { name: MoreThan(after) }) },
      order: { name: 'ASC' },
      take: limit,
    });
  }

  count(manager: EntityManager, ecosystemId: string): Promise<number> {
    return manager.countBy(Role, { ecosystemId });
  }

  /** The roles with these names, protected from deletion until the transaction ends. */
  hold(manager: EntityManager, ecosystemId: string, names: string[]): Promise<Role[]> {
    return manager.find(Role, {
      where: { ecosystemId, name: In(names) },
      ...(this.hasLocks && { lock: { mode: 'for_key_share' as const } }),
    });
  }

  /**
   * Locks the roles of the ecosystem until the transaction ends; false when the ecosystem is not live. Every
   * change of roles takes this lock first, which prevents deadlocks.
   */
  async lockAll(manager: EntityManager, ecosystemId: string): Promise<boolean> {
    const ecosystem = await manager.findOne(Ecosystem, {
      where: { id: ecosystemId, deletedAt: IsNull() },
      ...(this.hasLocks && { lock: { mode: 'for_no_key_update' as const } }),
    });
    return ecosystem !== null;
  }

  async insert(manager: EntityManager, role: Role): Promise<void> {
    await manager.insert(Role, role);
  }

  async update(manager: EntityManager, { ecosystemId, name, ...changes }: Role): Promise<void> {
    await manager.update(Role, { ecosystemId, name }, changes);
  }

  async remove(manager: EntityManager, ecosystemId: string, name: string): Promise<void> {
    await manager.delete(Role, { ecosystemId, name });
  }

  findAll(ecosystemId: string, manager: EntityManager = this.dataSource.manager): Promise<Role[]> {
    return manager.find(Role, { where: { ecosystemId }, order: { name: 'ASC' } });
  }

  /** Locks all roles of the ecosystem until the transaction ends. */
  lockRows(manager: EntityManager, ecosystemId: string): Promise<Role[]> {
    return manager.find(Role, {
      where: { ecosystemId },
      order: { name: 'ASC' },
      ...(this.hasLocks && { lock: { mode: 'pessimistic_write' as const } }),
    });
  }

  async insertMissing(manager: EntityManager, ecosystemId: string, names: string[]): Promise<void> {
    if (names.length === 0) return;
    const rows = names.map((name) => ({ ecosystemId, name, description: '', permissions: [], version: 1 }));
    const insert = manager.createQueryBuilder().insert().into(Role);
    await insert.values(rows).orIgnore().updateEntity(false).execute();
  }

  async updateGrants(
    manager: EntityManager,
    ecosystemId: string,
    name: string,
    columns: Pick<Role, 'dialectGrants' | 'updatedAt'>,
  ): Promise<void> {
    await manager.update(Role, { ecosystemId, name }, columns);
  }
}
