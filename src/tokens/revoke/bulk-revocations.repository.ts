import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, type SelectQueryBuilder } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { applyFilter, notRevoked, type TokenFilter } from '../token-filter.js';
import { Token } from '../token.entity.js';

/** A part of the tokens that a filter means, in the order of their ids. */
interface Slice {
  /** Ids of the tokens that are left alone. */
  spared: string[];
  /** It begins after the token with this id. */
  after: string;
  limit: number;
}

@Injectable()
export class BulkRevocationsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** How many tokens that are not revoked the filter means. */
  count(ecosystemId: string, filter: TokenFilter, spared: string[]): Promise<number> {
    return this.unrevoked(this.dataSource.manager, ecosystemId, filter, spared).getCount();
  }

  /**
   * Ids of the slice, locked for the transaction. On PostgreSQL that is in the order of the ids, as those who store uses
   * do it, so that nobody waits in a circle; on SQLite no one else writes.
   */
  async lockSlice(
    manager: EntityManager,
    ecosystemId: string,
    filter: TokenFilter,
    { spared, after, limit }: Slice,
  ): Promise<string[]> {
    // Named first in the order too, so that the planner goes by the index that begins with it.
    const [leader, value] =
      filter.userId === undefined ? ['token.ecosystemId', ecosystemId] : ['token.userId', filter.userId];
    const query = this.unrevoked(manager, ecosystemId, filter, spared)
      .select('token.id', 'id')
      .andWhere(`(${leader}, token.id) > (:value, :after)`, { value, after })
      .orderBy(leader)
      .addOrderBy('token.id')
      .limit(limit);
    if (this.dataSource.isShared) query.setLock('pessimistic_write');
    const rows: { id: string }[] = await query.getRawMany();
    return rows.map(({ id }) => id);
  }

  /** Revokes tokens that `lockSlice` gave. */
  async revoke(manager: EntityManager, ids: string[], revokedAt: number): Promise<void> {
    const [isAmong, parameter] = this.dataSource.among('id', ids, 1);
    const at = this.dataSource.driver.createParameter('at', 0);
    await manager.query(`UPDATE tokens SET revoked_at = ${at} WHERE ${isAmong}`, [revokedAt, parameter]);
  }

  /** Revokes the keys of an ecosystem. */
  async revokeKeys(manager: EntityManager, ecosystemId: string, revokedAt: number): Promise<void> {
    await manager.update(Token, { ecosystemId, holder: 'server', revokedAt: IsNull() }, { revokedAt });
  }

  private unrevoked(
    manager: EntityManager,
    ecosystemId: string,
    filter: TokenFilter,
    spared: string[],
  ): SelectQueryBuilder<Token> {
    const query = manager.createQueryBuilder(Token, 'token').where({ ecosystemId });
    applyFilter(query, filter, 0);
    query.andWhere(notRevoked);
    if (spared.length > 0) query.andWhere('token.id NOT IN (:...spared)', { spared });
    return query;
  }
}
