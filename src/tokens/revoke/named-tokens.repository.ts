import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, type SelectQueryBuilder } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { User } from '../../users/user.entity.js';
import { Token } from '../token.entity.js';
import { applyFilter } from '../token-filter.js';

/** Which of a user's tokens stay when the others are revoked. */
export interface Kept {
  /** The token that the caller presented, with those from which it came. */
  tokenIds: string[];
  /** The named tokens that this dialect minted. */
  namedOf?: string;
}

const rowsPerStatement = 500;

/** A user's tokens as a whole: which are named, which are too many. */
@Injectable()
export class UserTokensRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The live user, whose row no other transaction changes until this one ends. */
  lockUser(manager: EntityManager, ecosystemId: string, id: string): Promise<User | null> {
    const { isShared } = this.dataSource;
    return manager.findOne(User, {
      where: { ecosystemId, id, deletedAt: IsNull() },
      ...(isShared && { lock: { mode: 'for_no_key_update' } }),
    });
  }

  /** The live named tokens that the dialect minted for the user, the oldest first. */
  findNamed(
    userId: string,
    dialect: string,
    now: number,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Token[]> {
    return this.live(manager, userId, dialect, now)
      .andWhere('token.name IS NOT NULL')
      .orderBy('token.id', 'ASC')
      .getMany();
  }

  /** The live unnamed tokens that the dialect minted for the user, but for the newest `keep`. */
  findBeyond(userId: string, dialect: string, keep: number, now: number): Promise<Token[]> {
    return this.live(this.dataSource.manager, userId, dialect, now)
      .andWhere('token.name IS NULL')
      .addSelect('CASE WHEN token.permissions IS NULL THEN 0 ELSE 1 END', 'narrowed')
      .orderBy('narrowed', 'ASC')
      .addOrderBy('token.id', 'DESC')
      .offset(keep)
      .limit(rowsPerStatement)
      .getMany();
  }

  /** Revokes all tokens of the user's generation but the kept ones; returns how many were not revoked before. */
  async revokeOthers(
    manager: EntityManager,
    { id: userId, tokenGeneration }: { id: string; tokenGeneration: number },
    { tokenIds, namedOf }: Kept,
    revokedAt: number,
  ): Promise<number> {
    const update = manager
      .createQueryBuilder()
      .update(Token)
      .set({ revokedAt })
      .where('user_id = :userId AND revoked_at IS NULL AND generation >= :tokenGeneration', {
        userId,
        tokenGeneration,
      });
    if (tokenIds.length > 0) update.andWhere('id NOT IN (:...tokenIds)', { tokenIds });
    if (namedOf !== undefined) update.andWhere('NOT (dialect = :namedOf AND name IS NOT NULL)', { namedOf });
    let total = (await update.execute()).affected ?? 0;
    // A kept one may have come from one that was not.
    for (let ended = total; ended > 0; total += ended) {
      ended = await this.revokeOrphans(manager, userId, revokedAt);
    }
    return total;
  }

  private async revokeOrphans(manager: EntityManager, userId: string, revokedAt: number): Promise<number> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(Token)
      .set({ revokedAt })
      .where('user_id = :userId AND revoked_at IS NULL AND parent_id IS NOT NULL', { userId })
      .andWhere(
        'parent_id IN (SELECT p.id FROM tokens p WHERE p.user_id = :userId AND p.revoked_at IS NOT NULL)',
      )
      .execute();
    return affected ?? 0;
  }

  /** Revokes a token in whose place stands another. */
  async replace(manager: EntityManager, id: string, replacedBy: string, revokedAt: number): Promise<void> {
    await manager.update(Token, { id }, { revokedAt, replacedBy });
  }

  private live(
    manager: EntityManager,
    userId: string,
    dialect: string,
    now: number,
  ): SelectQueryBuilder<Token> {
    const query = manager.createQueryBuilder(Token, 'token').where('token.dialect = :dialect', { dialect });
    applyFilter(query, { userId, state: 'live' }, now);
    return query;
  }
}
