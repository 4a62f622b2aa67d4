import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { whereVersion, type ExpectedVersions, nextVersion } from '../database/optimistic-lock.js';
import { ReadConnection } from '../database/read-connection.js';
import { Ecosystem } from './ecosystem.entity.js';
import type { HostName } from './host-name.js';
import { Role } from './roles/role.entity.js';

/** Exact-match filter. Omitted fields match everything. */
export interface EcosystemFilter {
  id?: string;
  domain?: HostName;
  name?: string;
}

@Injectable()
export class EcosystemsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  findLive(id: string): Promise<Ecosystem | null> {
    return this.dataSource.manager.findOneBy(Ecosystem, { id, deletedAt: IsNull() });
  }

  findLiveByDomain(domain: HostName): Promise<Ecosystem | null> {
    return this.dataSource.manager.findOneBy(Ecosystem, { domain, deletedAt: IsNull() });
  }

  /** As `findLiveByDomain`. Only a committed result may be cached. */
  findCommittedByDomain(domain: HostName): Promise<{ found: Ecosystem | null; isCommitted: boolean }> {
    return this.dataSource.readCommitted(() => this.findLiveByDomain(domain));
  }

  /** Whether a live ecosystem lists this origin. */
  async hasOrigin(origin: string): Promise<boolean> {
    // The quotes of JSON delimit the origin. `_` is a wildcard, so the result is compared once more.
    const found = await this.dataSource.manager
      .createQueryBuilder(Ecosystem, 'ecosystem')
      .where({ deletedAt: IsNull() })
      .andWhere('ecosystem.origins LIKE :pattern', { pattern: `%${JSON.stringify(origin)}%` })
      .getMany();
    return found.some((ecosystem) => ecosystem.origins?.includes(origin));
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.dataSource.manager.exists(Ecosystem));
  }

  async insert(manager: EntityManager, ecosystem: Ecosystem): Promise<void> {
    await manager.insert(Ecosystem, ecosystem);
  }

  /**
   * Locks the deleted ecosystem with this id. Waits for transactions that began before the deletion;
   * afterwards nothing is stored in the ecosystem until this transaction ends.
   */
  lockDeleted(manager: EntityManager, id: string): Promise<Ecosystem | null> {
    const where = { id, deletedAt: Not(IsNull()) };
    const { isShared } = this.dataSource;
    return manager.findOne(Ecosystem, { where, ...(isShared && { lock: { mode: 'pessimistic_write' } }) });
  }

  /** Replaces the row with this id, and removes its roles. */
  async replace(manager: EntityManager, ecosystem: Ecosystem): Promise<void> {
    await manager.update(Ecosystem, { id: ecosystem.id }, ecosystem);
    await manager.delete(Role, { ecosystemId: ecosystem.id });
  }

  /** Live ecosystems by id, after the id `after`. */
  findPage(filter: EcosystemFilter, limit: number, after?: string): Promise<Ecosystem[]> {
    const { id, domain, name } = filter;
    const query = this.dataSource.manager
      .createQueryBuilder(Ecosystem, 'ecosystem')
      .where({ deletedAt: IsNull() });
    if (id !== undefined) query.andWhere({ id });
    if (domain !== undefined) query.andWhere({ domain });
    if (name !== undefined) query.andWhere({ name });
    if (after !== undefined) query.andWhere('ecosystem.id > :after', { after });
    return query.orderBy('ecosystem.id').limit(limit).getMany();
  }

  /** Updates a live ecosystem at an expected version. Returns the new row, or null when none matched. */
  async update(
    manager: EntityManager,
    id: string,
    changes: Partial<Ecosystem>,
    expected: ExpectedVersions,
  ): Promise<Ecosystem | null> {
    const where = { id, deletedAt: IsNull(), ...whereVersion(expected) };
    const { affected } = await manager.update(Ecosystem, where, { ...changes, ...nextVersion });
    return affected === 1 ? manager.findOneByOrFail(Ecosystem, { id }) : null;
  }

  /** Locks the live ecosystem until the transaction ends. */
  lock(manager: EntityManager, id: string): Promise<Ecosystem | null> {
    const where = { id, deletedAt: IsNull() };
    const { isShared } = this.dataSource;
    return manager.findOne(Ecosystem, {
      where,
      ...(isShared && { lock: { mode: 'for_no_key_update' as const } }),
    });
  }

  async insertRoles(manager: EntityManager, roles: Role[]): Promise<void> {
    await manager.insert(Role, roles);
  }
}
