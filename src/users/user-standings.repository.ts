import { Injectable } from '@nestjs/common';
import { ecosystemReference, userReference } from '../common/identifier.js';
import { JoinedReads } from '../common/joined-reads.js';
import { isListed } from '../common/listed.js';
import { prepared } from '../common/prepared-statements.js';
import { ReadSource } from '../common/read-source.js';
import { Transactions } from '../common/transactions.js';
import type { User } from './user.entity.js';
import { namedBy } from './user-references.js';

/** What decides whether a user gets a token, and how it is marked. */
export type UserStanding = Pick<User, 'id' | 'active' | 'tokenGeneration'>;

interface Row {
  id: string;
  active: boolean | number;
  token_generation: number;
}

/** Reads the standing of users, thousands of them at once, without making entities of them. */
@Injectable()
export class UserStandings {
  private readonly reads = new JoinedReads<UserStanding>((keys) => this.selectKnown(keys));

  private readonly known: string;

  constructor(
    private readonly dataSource: ReadSource,
    private readonly transactions: Transactions,
  ) {
    const { driver } = dataSource;
    const isAmong = isListed(driver.options.type, 'u.id', driver.createParameter('ids', 0));
    this.known = prepared(
      `SELECT u.id, u.ecosystem_id, u.active, u.token_generation FROM users u
        WHERE u.deleted_at IS NULL AND ${isAmong}
          AND (SELECT e.deleted_at IS NULL FROM ecosystems e WHERE e.id = u.ecosystem_id)`,
    );
  }

  /** The live user with this id in this ecosystem, which is live too; undefined when one of them is not there. */
  async findOne(ecosystemId: string, id: string): Promise<UserStanding | undefined> {
    if (!userReference.test(id) || !ecosystemReference.test(ecosystemId)) return undefined;
    const key = `${ecosystemId}/${id}`;
    // What a transaction has written, only itself can read.
    return this.transactions.current ? (await this.selectKnown([key])).get(key) : this.reads.read(key);
  }

  /** The live users whom these references name, each by its `externalId`, else by our `id` (DESIGN §5). */
  find(ecosystemId: string, references: string[]): Promise<Map<string, UserStanding>> {
    return namedBy(references, (key, values) =>
      this.select(ecosystemId, key === 'id' ? 'id' : 'external_id', values),
    );
  }

  private async select(
    ecosystemId: string,
    column: 'id' | 'external_id',
    values: string[],
  ): Promise<(UserStanding & Pick<User, 'externalId'>)[]> {
    if (values.length === 0) return [];
    const ecosystem = this.dataSource.driver.createParameter('ecosystem', 0);
    const [isAmong, parameter] = this.dataSource.among(column, values, 1);
    const rows: NamedRow[] = await this.dataSource.manager.query(
      `SELECT id, external_id, active, token_generation FROM users
        WHERE ecosystem_id = ${ecosystem} AND deleted_at IS NULL AND ${isAmong}`,
      [ecosystemId, parameter],
    );
    return rows.map((row) => ({ ...standingOf(row), externalId: row.external_id }));
  }

  /** @param keys `ecosystem/id`, neither of which has a slash */
  private async selectKnown(keys: string[]): Promise<Map<string, UserStanding>> {
    const ids = keys.map((key) => key.slice(key.indexOf('/') + 1));
    const rows: KnownRow[] = await this.dataSource.manager.query(this.known, [JSON.stringify(ids)]);
    return new Map(rows.map((row) => [`${row.ecosystem_id}/${row.id}`, standingOf(row)]));
  }
}

/** What the row of `selectKnown` has beside the standing. */
type KnownRow = Row & { ecosystem_id: string };
/** And that of `select`. */
type NamedRow = Row & { external_id: string | null };

function standingOf({ id, active, token_generation: tokenGeneration }: Row): UserStanding {
  return { id, active: Boolean(active), tokenGeneration };
}
