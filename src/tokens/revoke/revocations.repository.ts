import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, type SelectQueryBuilder } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { User } from '../../users/user.entity.js';
import { Token } from '../token.entity.js';
import { applyFilter, notRevoked, type TokenFilter } from '../token-filter.js';

/** A part of the tokens that match a filter, in the order of their ids. */
interface Slice {
  /** Ids of tokens that stay. */
  spared: string[];
  /** It begins after the token with this id. */
  after: string;
  limit: number;
}

/** A minted token with the id of the one that replaced it. */
export type MintedStep = Pick<Token, 'id' | 'replacedBy'>;

/** A token that ends with its parent. */
export type Descendant = Pick<Token, 'id' | 'ecosystemId' | 'userId' | 'parentId'>;

/** The tokens of a user that stay when the others are revoked. */
export interface RevocationExceptions {
  /** The presented token and its ancestors. */
  tokenIds: string[];
  /** The named tokens that this dialect minted. */
  namedOf?: string;
}

const rowsPerStatement = 500;

/** The statements that revoke tokens: by filter, with a key's descendants, with a parent, or all others of a user. */
@Injectable()
export class RevocationsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The number of matching tokens that are not revoked. */
  count(ecosystemId: string, filter: TokenFilter, spared: string[]): Promise<number> {
    return this.unrevoked(this.dataSource.manager, ecosystemId, filter, spared).getCount();
  }

  /**
   * Locks a slice and returns its ids. PostgreSQL locks in the order of ids, as `recordUses` does, which prevents deadlocks; on
   * SQLite there is only one writer.
   */
  async lockSlice(
    manager: EntityManager,
    ecosystemId: string,
    filter: TokenFilter,
    { spared, after, limit }: Slice,
  ): Promise<string[]> {
    // Ordering by it makes the planner use the index that begins with it.
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

  /** Revokes tokens that this transaction has locked. */
  async revokeLocked(manager: EntityManager, ids: string[], revokedAt: number): Promise<void> {
    const [isAmong, parameter] = this.dataSource.inList('id', ids, 1);
    const at = this.dataSource.driver.createParameter('at', 0);
    await manager.query(`UPDATE tokens SET revoked_at = ${at} WHERE ${isAmong}`, [revokedAt, parameter]);
  }

  /** Revokes the keys of an ecosystem. */
  async revokeKeys(manager: EntityManager, ecosystemId: string, revokedAt: number): Promise<void> {
    await manager.update(Token, { ecosystemId, holder: 'server', revokedAt: IsNull() }, { revokedAt });
  }

  /** Keys that these tokens minted. The condition on the user searches the keys, which are few, not all minted tokens. */
  findKeysMintedBy(ids: string[]): Promise<Token[]> {
    return this.dataSource.manager
      .createQueryBuilder(Token, 'token')
      .where({ userId: IsNull() })
      .andWhere("COALESCE(token.mintedBy, '') IN (:...ids)", { ids })
      .orderBy('token.id')
      .getMany();
  }

  findKeys(ids: string[]): Promise<Token[]> {
    return ids.length === 0
      ? Promise.resolve([])
      : this.dataSource.manager.findBy(Token, { id: In(ids), userId: IsNull() });
  }

  /** Live ecosystems in which the token minted. */
  async findEcosystems(minter: string): Promise<string[]> {
    const mark = this.dataSource.driver.createParameter('minter', 0);
    const rows: { id: string }[] = await this.dataSource.manager.query(
      `SELECT e.id FROM ecosystems e
        WHERE e.deleted_at IS NULL
          AND EXISTS (SELECT 1 FROM tokens t WHERE t.minted_by = ${mark} AND t.ecosystem_id = e.id)`,
      [minter],
    );
    return rows.map(({ id }) => id);
  }

  /** Tokens that it minted, dead or alive, by id, after `after`. */
  findMintedBy(minter: string, after: string, limit: number): Promise<MintedStep[]> {
    return this.dataSource.manager
      .createQueryBuilder(Token, 'token')
      .select(['token.id', 'token.replacedBy'])
      .where('token.mintedBy = :minter AND token.id > :after', { minter, after })
      .orderBy('token.id')
      .limit(limit)
      .getMany();
  }

  /** The tokens among these that have minted others. */
  async findMintersAmong(ids: string[]): Promise<string[]> {
    const [isAmong, parameter] = this.dataSource.inList('minted_by', ids, 0);
    const rows: { minted_by: string }[] = await this.dataSource.manager.query(
      `SELECT DISTINCT minted_by FROM tokens WHERE ${isAmong}`,
      [parameter],
    );
    return rows.map((row) => row.minted_by);
  }

  /** Whether the token is the parent of any, dead or alive. */
  async hasChildren(id: string): Promise<boolean> {
    const mark = this.dataSource.driver.createParameter('id', 0);
    const rows: unknown[] = await this.dataSource.manager.query(
      `SELECT 1 FROM tokens WHERE parent_id = ${mark} LIMIT 1`,
      [id],
    );
    return rows.length > 0;
  }

  /** The token and its ancestors. */
  async findLine(id: string, manager: EntityManager = this.dataSource.manager): Promise<string[]> {
    const mark = this.dataSource.driver.createParameter('id', 0);
    const rows: { id: string }[] = await manager.query(
      `WITH RECURSIVE line (id, parent_id) AS (
         SELECT id, parent_id FROM tokens WHERE id = ${mark}
         UNION ALL SELECT t.id, t.parent_id FROM line JOIN tokens t ON t.id = line.parent_id)
       SELECT id FROM line`,
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** Whether the token is not revoked, alone or with its user's. Its row is locked until the transaction ends. */
  async holdParent(manager: EntityManager, id: string, userId: string): Promise<boolean> {
    const { driver, isShared } = this.dataSource;
    const [first, second] = [driver.createParameter('one', 0), driver.createParameter('two', 1)];
    // Locks the user before the token, as every revocation of several tokens does.
    const lock = isShared ? ' FOR SHARE' : '';
    const users: { token_generation: number }[] = await manager.query(
      `SELECT token_generation FROM users WHERE id = ${first}${lock}`,
      [userId],
    );
    if (users.length === 0) return false;
    const tokens: unknown[] = await manager.query(
      `SELECT 1 FROM tokens WHERE id = ${first} AND revoked_at IS NULL AND generation >= ${second}${lock}`,
      [id, users[0]!.token_generation],
    );
    return tokens.length > 0;
  }

  /** Locks the live children of these tokens and returns them by id. */
  async lockChildren(
    manager: EntityManager,
    parents: string[],
    now: number,
    limit: number,
  ): Promise<Descendant[]> {
    const { driver, isShared } = this.dataSource;
    const [isAmong, parameter] = this.dataSource.inList('parent_id', parents, 1);
    const moment = driver.createParameter('now', 0);
    const rows: Record<'id' | 'ecosystem_id' | 'user_id' | 'parent_id', string>[] = await manager.query(
      `SELECT id, ecosystem_id, user_id, parent_id FROM tokens
        WHERE (expires_at IS NULL OR expires_at > ${moment}) AND ${isAmong} AND revoked_at IS NULL
        ORDER BY id LIMIT ${limit}${isShared ? ' FOR UPDATE' : ''}`,
      [now, parameter],
    );
    return rows.map((row) => ({
      id: row.id,
      ecosystemId: row.ecosystem_id,
      userId: row.user_id,
      parentId: row.parent_id,
    }));
  }

  /** Locks the live user until the transaction ends. */
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

  /** The live unnamed tokens that the dialect minted for the user, without the newest `keep`. */
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

  /** Revokes all tokens of the user's generation without the exceptions; returns the number of newly revoked tokens. */
  async revokeOthers(
    manager: EntityManager,
    { id: userId, tokenGeneration }: { id: string; tokenGeneration: number },
    { tokenIds, namedOf }: RevocationExceptions,
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
    // The parent of an exception may have been revoked.
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

  /** Revokes a token that another one replaces. */
  async revokeReplaced(
    manager: EntityManager,
    id: string,
    replacedBy: string,
    revokedAt: number,
  ): Promise<void> {
    await manager.update(Token, { id }, { revokedAt, replacedBy });
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
