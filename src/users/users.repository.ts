import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type FindOptionsWhere, In, IsNull } from 'typeorm';
import { User, type UserAttributes } from './user.entity.js';
import { mergedAttributes } from './user-changes.js';

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

  /** Live users in the order of their creation, beginning after the one created at this moment with this id. */
  findAfter(ecosystemId: string, limit: number, after?: readonly [number, string]): Promise<User[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(User, 'user')
      .where({ ecosystemId, deletedAt: IsNull() });
    if (after) query.andWhere('(user.createdAt, user.id) > (:at, :id)', { at: after[0], id: after[1] });
    return query.orderBy('user.createdAt').addOrderBy('user.id').limit(limit).getMany();
  }

  async insert(manager: EntityManager, user: User): Promise<void> {
    await manager.insert(User, user as object);
  }

  /** Changes a live user; false when there was none. */
  async update(
    manager: EntityManager,
    ecosystemId: string,
    id: string,
    changes: Partial<User>,
  ): Promise<boolean> {
    const where = { ecosystemId, id, deletedAt: IsNull() };
    const { affected } = await manager.update(User, where, changes as object);
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

  /** Takes the attributes in, in a transaction that has the row locked; returns all that the user has then. */
  async mergeAttributes(
    manager: EntityManager,
    id: string,
    given: UserAttributes,
  ): Promise<UserAttributes | null> {
    const select = { id: true, attributes: true };
    const user = await manager.findOneOrFail(User, { select, where: { id } });
    const attributes = mergedAttributes(user.attributes, given);
    await manager.update(User, { id }, { attributes } as object);
    return attributes;
  }
}
