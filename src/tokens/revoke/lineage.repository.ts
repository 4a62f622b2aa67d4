import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import type { Token } from '../token.entity.js';

/** A token that ended with the one from which it came. */
export type Descendant = Pick<Token, 'id' | 'ecosystemId' | 'userId' | 'parentId'>;

/** Which tokens of users came from which, by the token that was presented for each. */
@Injectable()
export class LineageRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Whether any token, dead or alive, came directly from this one. */
  async hasChildren(id: string): Promise<boolean> {
    const mark = this.dataSource.driver.createParameter('id', 0);
    const rows: unknown[] = await this.dataSource.manager.query(
      `SELECT 1 FROM tokens WHERE parent_id = ${mark} LIMIT 1`,
      [id],
    );
    return rows.length > 0;
  }

  /** The token and all from which it came. */
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

  /** Whether the token is not revoked, neither by itself nor with its user's: it stays so until the transaction ends. */
  async hold(manager: EntityManager, id: string, userId: string): Promise<boolean> {
    const { driver, isShared } = this.dataSource;
    const [first, second] = [driver.createParameter('one', 0), driver.createParameter('two', 1)];
    // The user before the token, as all who end several tokens of a user do it.
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

  /** Live tokens that came directly from any of these, in the order of their ids, locked for the transaction. */
  async lockChildren(
    manager: EntityManager,
    parents: string[],
    now: number,
    limit: number,
  ): Promise<Descendant[]> {
    const { driver, isShared } = this.dataSource;
    const [isAmong, parameter] = this.dataSource.among('parent_id', parents, 1);
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

  async revoke(manager: EntityManager, ids: string[], revokedAt: number): Promise<void> {
    const [isAmong, parameter] = this.dataSource.among('id', ids, 1);
    const at = this.dataSource.driver.createParameter('at', 0);
    await manager.query(`UPDATE tokens SET revoked_at = ${at} WHERE ${isAmong}`, [revokedAt, parameter]);
  }
}
