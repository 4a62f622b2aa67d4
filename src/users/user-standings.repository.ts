import { Injectable } from '@nestjs/common';
import { ReadSource } from '../common/read-source.js';
import { userReference } from '../common/identifier.js';
import type { User } from './user.entity.js';

/** What decides whether a user gets a token, and how it is marked. */
export type UserStanding = Pick<User, 'id' | 'active' | 'tokenGeneration'>;

interface Row {
  id: string;
  external_id: string | null;
  active: boolean | number;
  token_generation: number;
}

/** Reads the standing of thousands of users at once, without making entities of them. */
@Injectable()
export class UserStandings {
  constructor(private readonly dataSource: ReadSource) {}

  /** The live users whom these references name, each by its `externalId`, else by our `id` (DESIGN §5). */
  async find(ecosystemId: string, references: string[]): Promise<Map<string, UserStanding>> {
    const possible = [...new Set(references)].filter((reference) => userReference.test(reference));
    const named = new Map<string, UserStanding>();
    for (const row of await this.select(ecosystemId, 'external_id', possible)) {
      named.set(row.external_id!, standingOf(row));
    }
    const others = possible.filter((reference) => !named.has(reference));
    for (const row of await this.select(ecosystemId, 'id', others)) named.set(row.id, standingOf(row));
    return named;
  }

  private async select(ecosystemId: string, column: 'id' | 'external_id', values: string[]): Promise<Row[]> {
    if (values.length === 0) return [];
    const { driver } = this.dataSource;
    const [ecosystem, list] = [driver.createParameter('ecosystem', 0), driver.createParameter('list', 1)];
    const isPostgres = driver.options.type === 'postgres';
    // A list of rows instead of an array would be taken for a hundred, however long it is.
    const isAmong = isPostgres ? `= ANY(${list})` : `IN (SELECT value FROM json_each(${list}))`;
    return this.dataSource.manager.query(
      `SELECT id, external_id, active, token_generation FROM users
        WHERE ecosystem_id = ${ecosystem} AND deleted_at IS NULL AND ${column} ${isAmong}`,
      [ecosystemId, isPostgres ? values : JSON.stringify(values)],
    );
  }
}

function standingOf({ id, active, token_generation: tokenGeneration }: Row): UserStanding {
  return { id, active: Boolean(active), tokenGeneration };
}
