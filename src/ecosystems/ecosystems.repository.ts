import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { whereVersion, type ExpectedVersions, nextVersion } from '../database/optimistic-lock.js';
import { ReadConnection } from '../database/read-connection.js';
import { Ecosystem } from './ecosystem.entity.js';
import type { HostName } from './host-name.js';
import { Role } from './roles/role.entity.js';

/** Which ecosystems are meant, each by its exact value; what is left out does not matter. */
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

  /** As `findLiveByDomain`, and whether it is committed: only then it may be remembered. */
  findCommittedByDomain(domain: HostName): Promise<{ found: Ecosystem | null; isCommitted: boolean }> {
    return this.dataSource.readCommitted(() => this.findLiveByDomain(domain));
  }

  /** Whether the text is among the origins of a live ecosystem. */
  async hasOrigin(origin: string): Promise<boolean> {
    // The quotes of JSON delimit it; a `_` may match too much, which is looked at again.
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
   * The deleted ecosystem with this id. What was being stored in it, by a transaction that began before it was deleted, is
   * there when this returns: nothing is stored in it from now until the transaction ends.
   */
  lockDeleted(manager: EntityManager, id: string): Promise<Ecosystem | null> {
    const where = { id, deletedAt: Not(IsNull()) };
    const { isShared } = this.dataSource;
    return manager.findOne(Ecosystem, { where, ...(isShared && { lock: { mode: 'pessimistic_write' } }) });
  }

  /** Puts the ecosystem in the place of the one with its id, which has no roles any more. */
  async replace(manager: EntityManager, ecosystem: Ecosystem): Promise<void> {
    await manager.update(Ecosystem, { id: ecosystem.id }, ecosystem);
    await manager.delete(Role, { ecosystemId: ecosystem.id });
  }

  /** A page of the live ecosystems in the order of their ids, beginning after the id `after`. */
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

  /** Changes a live ecosystem at an expected version; the row as it is then, null when there was none. */
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

  /** The live ecosystem, which no other transaction changes or locks until this one ends. */
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
