/** What one mint of ours writes: the row of the token and the line of the audit, as the columns have them. */
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { v7 } from 'uuid';
import { hashOf, newSecret } from '../../dist/src/tokens/secrets/secret.js';

/** Users of the migrated database for whom tokens are minted. */
export const userIds = JSON.parse(process.env.USER_IDS ?? '[]');

const minter = '00000000-0000-7000-8000-000000000000';
const day = 86_400_000;

/** A new secret and its rows. */
export function mint(userId) {
  const now = Date.now();
  const secret = newSecret('prefixed', 'user');
  const token = {
    id: v7(),
    hash: hashOf(secret),
    holder: 'user',
    ecosystem_id: 'default',
    user_id: userId,
    dialect: 'native',
    checksummed: true,
    expiry_type: 'FixedTtl',
    ttl: day,
    expires_at: now + day,
    created_at: now,
    minted_by: minter,
    generation: 0,
  };
  const entry = {
    id: v7(),
    at: now,
    ecosystem_id: 'default',
    action: 'token.mint',
    target_type: 'token',
    target_id: token.id,
    caller_holder: 'server',
    caller_token_id: minter,
    caller_address: '127.0.0.1',
    request_id: randomUUID(),
    detail: JSON.stringify({ holder: 'user', userId, dialect: 'native', expiryType: 'FixedTtl' }),
  };
  return { secret, token, entry };
}

/** What ours answers a mint with. */
export function viewOf({ secret, token }) {
  const { id, holder, created_at: created, expires_at: end } = token;
  return {
    token: {
      id,
      holder,
      userId: token.user_id,
      ecosystemId: token.ecosystem_id,
      expiryType: token.expiry_type,
      ttl: token.ttl / 1000,
      createdAt: new Date(created).toISOString(),
      expiresAt: new Date(end).toISOString(),
    },
    secret,
  };
}

const sample = mint('');
const statement = (table, row, values) =>
  `INSERT INTO ${table} (${Object.keys(row).join(', ')}) ${values(Object.keys(row))}`;

/** The two statements, whose one parameter is a list of rows as JSON: on PostgreSQL and on SQLite. */
export const onPostgres = ['tokens', 'audit_entries'].map((table, index) =>
  statement(
    table,
    index === 0 ? sample.token : sample.entry,
    (names) => `SELECT ${names.join(', ')} FROM json_populate_recordset(NULL::${table}, $1)`,
  ),
);
export const onSqlite = ['tokens', 'audit_entries'].map((table, index) =>
  statement(
    table,
    index === 0 ? sample.token : sample.entry,
    (names) => `SELECT ${names.map((name) => `value ->> '${name}'`).join(', ')} FROM json_each(?)`,
  ),
);
