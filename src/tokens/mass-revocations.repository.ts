import { Injectable } from '@nestjs/common';
import { type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { ReadSource } from '../common/read-source.js';
import { applyFilter, notRevoked, type TokenFilter } from './token-filter.js';
import { Token } from './token.entity.js';

/** A part of the tokens that a filter means, in the order of their ids. */
interface Slice {
  /** Id of the token that is left alone; null for none. */
  spared: string | null;
  /** It begins after the token with this id. */
  after: string;
  limit: number;
}

@Injectable()
export class MassRevocations {
  constructor(private readonly dataSource: ReadSource) {}

  /** How many tokens that are not revoked the filter means. */
  count(ecosystemId: string, filter: TokenFilter, spared: string | null): Promise<number> {
    return this.unrevoked(this.dataSource.manager, ecosystemId, filter, spared).getCount();
  }

  /**
   * Revokes the slice; returns how many there were, and where the next slice begins, when there may be one. On
   * PostgreSQL the rows are locked in the order of their ids first, as those who store uses do, so that nobody waits in
   * a circle.
   */
  async revokeSlice(
    manager: EntityManager,
    ecosystemId: string,
    filter: TokenFilter,
    { spared, after, limit }: Slice,
    revokedAt: number,
  ): Promise<{ count: number; last?: string }> {
    // Named first in the order too, so that the planner goes by the index that begins with it.
    const [leader, value] =
      filter.userId === undefined ? ['token.ecosystemId', ecosystemId] : ['token.userId', filter.userId];
    const query = this.unrevoked(manager, ecosystemId, filter, spared)
      .select('token.id', 'id')
      .andWhere(`(${leader}, token.id) > (:value, :after)`, { value, after })
      .orderBy(leader)
      .addOrderBy('token.id')
      .limit(limit);
    if (this.dataSource.driver.options.type === 'postgres') query.setLock('pessimistic_write');
    const rows: { id: string }[] = await query.getRawMany();
    const mark = (index: number) => this.dataSource.driver.createParameter('value', index);
    const ids =
      this.dataSource.driver.options.type === 'postgres'
        ? `SELECT json_array_elements_text(${mark(1)})`
        : `SELECT value FROM json_each(${mark(1)})`;
    if (rows.length > 0) {
      await manager.query(`UPDATE tokens SET revoked_at = ${mark(0)} WHERE id IN (${ids})`, [
        revokedAt,
        JSON.stringify(rows.map(({ id }) => id)),
      ]);
    }
    return { count: rows.length, last: rows.length < limit ? undefined : rows.at(-1)!.id };
  }

  private unrevoked(
    manager: EntityManager,
    ecosystemId: string,
    filter: TokenFilter,
    spared: string | null,
  ): SelectQueryBuilder<Token> {
    const query = manager.createQueryBuilder(Token, 'token').where({ ecosystemId });
    applyFilter(query, filter, 0);
    query.andWhere(notRevoked);
    if (spared !== null) query.andWhere('token.id <> :spared', { spared });
    return query;
  }
}
