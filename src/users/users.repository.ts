import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type FindOptionsWhere, In, IsNull } from 'typeorm';
import { User } from './user.entity.js';

const idsPerStatement = 500;

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  findLive(ecosystemId: string, by: FindOptionsWhere<User>): Promise<User | null> {
    return this.dataSource.manager.findOneBy(User, { ...by, ecosystemId, deletedAt: IsNull() });
  }

  /** The live users whose `key` is one of `values`. */
  async findLiveAmong(ecosystemId: string, key: 'id' | 'externalId', values: string[]): Promise<User[]> {
    const found: User[] = [];
    for (let from = 0; from < values.length; from += idsPerStatement) {
      const some = In(values.slice(from, from + idsPerStatement));
      const where = { ecosystemId, deletedAt: IsNull(), [key]: some };
      found.push(...(await this.dataSource.manager.findBy(User, where)));
    }
    return found;
  }

  async insert(manager: EntityManager, user: User): Promise<void> {
    await manager.insert(User, user);
  }

  /** Changes a live user; false when there was none. */
  async update(
    manager: EntityManager,
    ecosystemId: string,
    id: string,
    changes: Partial<User>,
  ): Promise<boolean> {
    const { affected } = await manager.update(User, { ecosystemId, id, deletedAt: IsNull() }, changes);
    return affected === 1;
  }

  /** Counts the generation up, and keeps when that was; returns the new one. The row stays locked by the transaction. */
  async nextTokenGeneration(
    ecosystemId: string,
    manager: EntityManager,
    id: string,
    at: number,
  ): Promise<number> {
    const tokenGeneration = () => 'token_generation + 1';
    await manager.update(User, { ecosystemId, id }, { tokenGeneration, tokensRevokedAt: at });
    const user = await manager.findOneOrFail(User, {
      select: { id: true, tokenGeneration: true },
      where: { id },
    });
    return user.tokenGeneration;
  }

  /** Takes a role from all users who hold it; returns how many did. */
  async takeRole(ecosystemId: string, manager: EntityManager, role: string, at: number): Promise<number> {
    // A role's name is of [A-Za-z0-9_-], so in the JSON text nothing else looks like it with its quotes.
    const name = `"${role}"`;
    const without = (part: string, text: string) => `REPLACE(${text}, '${part}', '')`;
    const { affected } = await manager
      .createQueryBuilder()
      .update(User)
      .set({
        roles: () => without(name, without(`,${name}`, without(`${name},`, 'roles'))),
        version: () => 'version + 1',
        updatedAt: at,
      })
      .where(`ecosystem_id = :ecosystemId AND ${without(name, 'roles')} <> roles`, { ecosystemId })
      .execute();
    return affected!;
  }
}
