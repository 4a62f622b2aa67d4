import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, In, IsNull } from 'typeorm';
import { ReadSource } from '../common/read-source.js';
import { User } from './user.entity.js';

const idsPerStatement = 500;

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: ReadSource) {}

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
}
