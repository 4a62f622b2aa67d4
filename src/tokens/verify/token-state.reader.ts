import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { BatchedReads } from '../../common/concurrency/batcher.js';
import { jsonInList } from '../../database/in-list.js';
import { type Holder, inOrder, type Permission } from '../../common/permission.js';
import { registerPrepared } from '../../database/postgres/pg-client.js';
import { readCommitted } from '../../database/transactions/transaction-connection.js';
import type { ExpiryType } from '../../sessions/lifetime.js';
import type { TokenState } from './token-state.js';

type Row = Record<string, string | number | boolean | null>;

/** Reads the rows that decide whether tokens are live, in one statement for all reads of one tick. */
@Injectable()
export class TokenStateReader {
  private readonly reads = new BatchedReads<TokenState>((hashes) => this.select(hashes));
  private readonly statement: string;

  constructor(private readonly dataSource: DataSource) {
    const { driver } = dataSource;
    this.statement = registerPrepared(statementOn(driver.options.type, driver.createParameter('hashes', 0)));
  }

  /** The state of the token with this hash as it is after this call; undefined when there is none. */
  read(hash: string): Promise<TokenState | undefined> {
    return this.reads.read(hash);
  }

  private async select(hashes: string[]): Promise<Map<string, TokenState>> {
    const { found, isCommitted } = await readCommitted(this.dataSource, (): Promise<Row[]> =>
      this.dataSource.query(this.statement, [JSON.stringify(hashes)]),
    );
    return new Map(found.map((row) => [row.hash as string, stateOf(row, isCommitted)]));
  }
}

function statementOn(type: DataSource['options']['type'], hashes: string): string {
  // OFFSET makes PostgreSQL look up each user by key; it would scan a small table for every statement.
  const users =
    type === 'postgres'
      ? `LEFT JOIN LATERAL (SELECT ecosystem_id, username, external_id, roles, active, deleted_at, token_generation, tokens_revoked_at
                              FROM users WHERE id = t.user_id OFFSET 0) u ON true`
      : 'LEFT JOIN users u ON u.id = t.user_id';
  return `SELECT t.id, t.hash, t.holder, t.ecosystem_id, t.user_id, t.permissions, t.expiry_type, t.ttl, t.max_age,
                 t.expires_at, t.created_at, t.last_used_at, t.dialect, t.minted_by,
                 u.username, u.external_id,
                 CASE WHEN t.generation < u.token_generation THEN u.tokens_revoked_at ELSE t.revoked_at END AS revoked_at,
                 (SELECT e.deleted_at FROM ecosystems e WHERE e.id = t.ecosystem_id) IS NULL
                   AND (t.user_id IS NULL OR u.active AND u.deleted_at IS NULL) AS enabled,
                 (SELECT '[' || string_agg(r.permissions, ',') || ']' FROM roles r
                   WHERE r.ecosystem_id = u.ecosystem_id AND ${jsonInList(type, 'r.name', 'u.roles')}) AS role_permissions
            FROM tokens t ${users}
           WHERE ${jsonInList(type, 't.hash', hashes)}`;
}

function stateOf(row: Row, isCommitted: boolean): TokenState {
  return {
    token: {
      id: row.id as string,
      hash: row.hash as string,
      holder: row.holder as Holder,
      ecosystemId: row.ecosystem_id as string | null,
      userId: row.user_id as string | null,
      dialect: row.dialect as string,
      mintedBy: row.minted_by as string | null,
      permissions: row.permissions === null ? null : listIn(row.permissions as string),
      expiryType: row.expiry_type as ExpiryType,
      ttl: asNumber(row.ttl),
      maxAge: asNumber(row.max_age),
      expiresAt: asNumber(row.expires_at),
      createdAt: Number(row.created_at),
      lastUsedAt: asNumber(row.last_used_at),
      revokedAt: asNumber(row.revoked_at),
    },
    user: {
      username: row.username as string | null,
      externalId: row.external_id as string | null,
    },
    enabled: Boolean(row.enabled),
    rolePermissions: unionIn((row.role_permissions as string | null) ?? '[]'),
    isCommitted,
  };
}

const listIn = remembering((text): readonly Permission[] => JSON.parse(text) as Permission[]);

/** The union of the lists of the roles, which come in any order and may overlap. */
const unionIn = remembering((text): readonly Permission[] =>
  inOrder((JSON.parse(text) as Permission[][]).flat()),
);

/** Memoizes a parser: many tokens have the same few lists. */
function remembering<Made extends object>(make: (text: string) => Made): (text: string) => Made {
  const made = new LRUCache<string, Made>({ max: 1000 });
  return (text) => {
    const known = made.get(text);
    if (known) return known;
    const fresh = make(text);
    made.set(text, fresh);
    return fresh;
  };
}

function asNumber(value: Row[string]): number | null {
  return value === null ? null : Number(value);
}
