import { Injectable } from '@nestjs/common';
import { ReadSource } from '../common/read-source.js';
import type { User } from './user.entity.js';
import { namedBy } from './user-references.js';

/** What decides whether a user gets a token, and how it is marked. */
export type UserStanding = Pick<User, 'id' | 'active' | 'tokenGeneration'>;

interface Row {
  id: string;
  external_id: string | null;
  active: boolean | number;
  token_generation: number;
}

/** Reads the standing of users, thousands of them at once, without making entities of them. */
@Injectable()
export class UserStandings {
  constructor(private readonly dataSource: ReadSource) {}

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
    const rows: Row[] = await this.dataSource.manager.query(
      `SELECT id, external_id, active, token_generation FROM users
        WHERE ecosystem_id = ${ecosystem} AND deleted_at IS NULL AND ${isAmong}`,
      [ecosystemId, parameter],
    );
    return rows.map((row) => ({ ...standingOf(row), externalId: row.external_id }));
  }
}

function standingOf({ id, active, token_generation: tokenGeneration }: Row): UserStanding {
  return { id, active: Boolean(active), tokenGeneration };
}
