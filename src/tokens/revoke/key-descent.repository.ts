import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { Token } from '../token.entity.js';

/** A token that somebody minted, as far as it leads on to others. */
export type Step = Pick<Token, 'id' | 'replacedBy'>;

/** What came from keys: what they minted, and what rotations put in their place. */
@Injectable()
export class KeyDescentRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Keys that these minted; they are looked for among the keys, which are few, and not among all that was minted. */
  findKeysMintedBy(ids: string[]): Promise<Token[]> {
    return this.dataSource.manager
      .createQueryBuilder(Token, 'token')
      .where({ userId: IsNull() })
      .andWhere("COALESCE(token.mintedBy, '') IN (:...ids)", { ids })
      .orderBy('token.id')
      .getMany();
  }

  /** Keys with these ids. */
  findKeys(ids: string[]): Promise<Token[]> {
    return ids.length === 0
      ? Promise.resolve([])
      : this.dataSource.manager.findBy(Token, { id: In(ids), userId: IsNull() });
  }

  /** Live ecosystems in which it minted. */
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

  /** What it minted, dead or alive, in the order of the ids after `after`. */
  findMintedBy(minter: string, after: string, limit: number): Promise<Step[]> {
    return this.dataSource.manager
      .createQueryBuilder(Token, 'token')
      .select(['token.id', 'token.replacedBy'])
      .where('token.mintedBy = :minter AND token.id > :after', { minter, after })
      .orderBy('token.id')
      .limit(limit)
      .getMany();
  }

  /** Those of these tokens that minted any. */
  async findMintersAmong(ids: string[]): Promise<string[]> {
    const [isAmong, parameter] = this.dataSource.among('minted_by', ids, 0);
    const rows: { minted_by: string }[] = await this.dataSource.manager.query(
      `SELECT DISTINCT minted_by FROM tokens WHERE ${isAmong}`,
      [parameter],
    );
    return rows.map((row) => row.minted_by);
  }
}
