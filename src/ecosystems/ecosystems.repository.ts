import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { Ecosystem } from './ecosystem.entity.js';
import { Role } from './role.entity.js';

@Injectable()
export class EcosystemsRepository {
  constructor(private readonly dataSource: DataSource) {}

  findLive(id: string): Promise<Ecosystem | null> {
    return this.dataSource.manager.findOneBy(Ecosystem, { id, deletedAt: IsNull() });
  }

  findLiveByDomain(domain: string): Promise<Ecosystem | null> {
    return this.dataSource.manager.findOneBy(Ecosystem, { domain, deletedAt: IsNull() });
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

  /** Marks a live ecosystem as deleted; false when there was none. */
  async softDelete(manager: EntityManager, id: string, deletedAt: number): Promise<boolean> {
    const { affected } = await manager.update(
      Ecosystem,
      { id, deletedAt: IsNull() },
      { deletedAt, updatedAt: deletedAt },
    );
    return affected === 1;
  }

  async insertRoles(manager: EntityManager, roles: Role[]): Promise<void> {
    await manager.insert(Role, roles);
  }

  findRoles(ecosystemId: string, names: string[]): Promise<Role[]> {
    return this.dataSource.manager.findBy(Role, { ecosystemId, name: In(names) });
  }
}
