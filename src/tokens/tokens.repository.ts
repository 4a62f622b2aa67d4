import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, MoreThanOrEqual } from 'typeorm';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import { insertWithAudit } from '../database/bulk-insert.js';
import { pinnedEquals } from '../common/page.js';
import { Ecosystem } from '../ecosystems/ecosystem.entity.js';
import { ReadConnection } from '../database/read-connection.js';
import type { End } from '../sessions/lifetime.js';
import { Token } from './token.entity.js';
import { applyFilter, type TokenFilter } from './token-filter.js';

/** A use that is to be stored, with the end that follows from it. */
export interface Use {
  tokenId: string;
  usedAt: number;
  storedEnd: End;
}

@Injectable()
export class TokensRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Inserts each token with its audit entry. */
  insert(manager: EntityManager, tokens: Token[], entries: AuditEntry[]): Promise<void> {
    return insertWithAudit(manager, { entity: Token, rows: tokens }, { entity: AuditEntry, rows: entries });
  }

  findById(ecosystemId: string, id: string): Promise<Token | null> {
    return this.dataSource.manager.findOneBy(Token, { id, ecosystemId });
  }

  /** As `findById`, only while the ecosystem is not deleted. */
  findInLiveEcosystem(ecosystemId: string, id: string): Promise<Token | null> {
    return this.dataSource.manager
      .createQueryBuilder(Token, 'token')
      .innerJoin(Ecosystem, 'ecosystem', 'ecosystem.id = token.ecosystemId AND ecosystem.deletedAt IS NULL')
      .where('token.id = :id AND token.ecosystemId = :ecosystemId', { id, ecosystemId })
      .getOne();
  }

  findAccountToken(id: string): Promise<Token | null> {
    return this.dataSource.manager.findOneBy(Token, { id, ecosystemId: IsNull() });
  }

  /** The key with this id; `ecosystemId` is null for account tokens. */
  findKey(holder: 'server' | 'account', ecosystemId: string | null, id: string): Promise<Token | null> {
    return this.dataSource.manager.findOneBy(Token, { id, holder, ecosystemId: ecosystemId ?? IsNull() });
  }

  /** The token as this transaction sees it. */
  findIn(manager: EntityManager, id: string): Promise<Token | null> {
    return manager.findOneBy(Token, { id });
  }

  /** The token with one of these hashes; without hashes there is no query. */
  async findByHashes(hashes: readonly string[]): Promise<Token | null> {
    return hashes.length > 0 ? this.dataSource.manager.findOneBy(Token, { hash: In([...hashes]) }) : null;
  }

  /** The newest tokens first, after the token with the id `after`. A null ecosystem selects account tokens. */
  findPage(
    ecosystemId: string | null,
    filter: TokenFilter,
    now: number,
    limit: number,
    after?: string,
  ): Promise<Token[]> {
    const query = this.dataSource.manager.createQueryBuilder(Token, 'token');
    const leader = leaderOf(ecosystemId, filter);
    const column = `token.${leader}`;
    const value = leader === 'ecosystemId' ? ecosystemId : (filter[leader] ?? null);
    query.where(value === null ? `${column} IS NULL` : pinnedEquals(column, 'value'), { value });
    if (leader !== 'ecosystemId') query.andWhere({ ecosystemId: ecosystemId ?? IsNull() });
    applyFilter(query, { ...filter, [leader]: undefined }, now);
    // Row comparison with NULL is neither true nor false.
    const isAfter = value === null ? 'token.id < :after' : `(${column}, token.id) < (:value, :after)`;
    if (after !== undefined) query.andWhere(isAfter, { value, after });
    return query.orderBy(column, 'DESC').addOrderBy('token.id', 'DESC').limit(limit).getMany();
  }

  /** Hashes of chosen secrets, which have no checksum of ours. */
  async findUncheckedHashes(): Promise<string[]> {
    const tokens = await this.dataSource.manager.find(Token, {
      select: { hash: true },
      where: { ecosystemId: IsNull(), checksummed: false },
    });
    return tokens.map((token) => token.hash);
  }

  /** Revokes a token; resolves with false when it was already revoked. */
  async revoke(manager: EntityManager, id: string, revokedAt: number): Promise<boolean> {
    const { affected } = await manager.update(Token, { id, revokedAt: IsNull() }, { revokedAt });
    return affected === 1;
  }

  /**
   * Records the replacement of a token, which then ends at `end` at the latest, whatever its uses, or is revoked when that is
   * now. Resolves with false when it was replaced before or is not live.
   */
  async replace(
    manager: EntityManager,
    id: string,
    replacedBy: string,
    end: number,
    now: number,
  ): Promise<boolean> {
    const ending = {
      maxAge: () =>
        'CASE WHEN max_age IS NULL OR created_at + max_age > :end THEN :end - created_at ELSE max_age END',
      expiresAt: () => 'CASE WHEN expires_at IS NULL OR expires_at > :end THEN :end ELSE expires_at END',
    };
    const { affected } = await manager
      .createQueryBuilder()
      .update(Token)
      .set({ replacedBy, ...(end > now ? ending : { revokedAt: now }) })
      .where('id = :id AND replaced_by IS NULL AND revoked_at IS NULL', { id })
      .andWhere('(expires_at IS NULL OR expires_at > :now)', { now })
      .setParameters({ end })
      .execute();
    return affected === 1;
  }

  /** The number of tokens of a user, of this generation or later, that are not revoked. */
  countUnrevoked(manager: EntityManager, userId: string, generation: number): Promise<number> {
    return manager.countBy(Token, { userId, revokedAt: IsNull(), generation: MoreThanOrEqual(generation) });
  }

  /**
   * Stores uses and the ends that follow, in one statement. It never revives a token, and never prolongs it beyond the row's
   * own `max_age`, which a rotation may have lowered since the use.
   */
  async recordUses(manager: EntityManager, uses: Use[]): Promise<void> {
    const { driver } = this.dataSource;
    // A fixed order prevents deadlocks between two processes.
    uses.sort((one, other) => (one.tokenId < other.tokenId ? -1 : 1));
    const parameters = uses.flatMap(({ tokenId, usedAt, storedEnd }) => [tokenId, usedAt, storedEnd]);
    const mark = (index: number) => driver.createParameter(`value${index}`, index);
    const rows = uses.map((_, row) => {
      const [id, usedAt, end] = [mark(3 * row), mark(3 * row + 1), mark(3 * row + 2)];
      return `(${id}, CAST(${usedAt} AS bigint), CAST(${end} AS bigint))`;
    });
    await manager.query(
      `WITH used (id, used_at, stored_end) AS (VALUES ${rows.join(', ')})
       UPDATE tokens SET last_used_at = used.used_at, expires_at =
              CASE WHEN used.stored_end <= tokens.created_at + tokens.max_age OR tokens.max_age IS NULL
                   THEN used.stored_end ELSE tokens.created_at + tokens.max_age END
         FROM used
        WHERE tokens.id = used.id AND tokens.revoked_at IS NULL
          AND (tokens.last_used_at IS NULL OR tokens.last_used_at < used.used_at)`,
      parameters,
    );
  }

  /** The tokens of a page, by id, that died before a moment, and the id at which the page ends. */
  async findLongDead(
    after: string,
    before: number,
    limit: number,
  ): Promise<{ dead: string[]; last?: string }> {
    const rows: { id: string; is_dead: boolean | number }[] = await this.dataSource.manager
      .createQueryBuilder()
      .select('t.id', 'id')
      .addSelect(
        `CASE WHEN ${died.map((moment) => `${moment} < :before`).join(' OR ')} THEN 1 ELSE 0 END`,
        'is_dead',
      )
      .from('tokens', 't')
      .leftJoin('users', 'u', 'u.id = t.user_id')
      .leftJoin('ecosystems', 'e', 'e.id = t.ecosystem_id')
      .where('t.id > :after', { after, before })
      .orderBy('t.id')
      .limit(limit)
      .getRawMany();
    return { dead: rows.filter((row) => Boolean(row.is_dead)).map(({ id }) => id), last: rows.at(-1)?.id };
  }

  async remove(manager: EntityManager, ids: string[]): Promise<void> {
    await manager.delete(Token, ids);
  }
}

/** Moments of death, in SQL. */
const died = [
  't.expires_at',
  't.revoked_at',
  'u.deleted_at',
  'e.deleted_at',
  '(CASE WHEN t.generation < u.token_generation THEN u.tokens_revoked_at END)',
];

/** The column whose index finds a page: the narrowest that the filter names. */
function leaderOf(
  ecosystemId: string | null,
  { userId, holder, mintedBy }: TokenFilter,
): 'userId' | 'mintedBy' | 'ecosystemId' {
  if (userId !== undefined) return 'userId';
  if (ecosystemId === null) return 'ecosystemId';
  // Tokens without a user are few, while those of users may be millions.
  if (holder === 'server') return 'userId';
  return mintedBy === undefined ? 'ecosystemId' : 'mintedBy';
}
