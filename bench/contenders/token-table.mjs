/** A table of tokens by the SHA-256 of their secrets, filled with as many as are asked about, and the way to one. */
import { hash } from 'node:crypto';
import process from 'node:process';
import pg from 'pg';
import { sessions } from './ready.mjs';

export const hashOf = (secret) => hash('sha256', secret, 'base64url');

export async function fillTable() {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  await pool.query(`CREATE TABLE sessions (hash varchar(43) PRIMARY KEY, jti varchar(36), sub varchar(64),
    scope text, iat bigint, exp bigint, revoked_at bigint)`);
  const made = sessions();
  const rows = Array.from(made, ([secret, session]) => ({ hash: hashOf(secret), ...session }));
  await pool.query(
    `INSERT INTO sessions (hash, jti, sub, scope, iat, exp)
     SELECT hash, jti, sub, scope, iat, exp FROM json_populate_recordset(NULL::sessions, $1)`,
    [JSON.stringify(rows)],
  );
  await pool.query('VACUUM ANALYZE sessions');
  /** One prepared statement on a connection of the pool. */
  const find = async (secret) => {
    const { rows: found } = await pool.query({
      name: 'find',
      text: 'SELECT jti, sub, scope, iat, exp, revoked_at FROM sessions WHERE hash = $1',
      values: [hashOf(secret)],
    });
    return found[0];
  };
  return { made, find };
}
