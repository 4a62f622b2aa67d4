/**
 * Bare Fastify whose body schema ajv checks, and which stores token and audit line by the statements that ours sends,
 * those of all that wait together: `STORE` is `postgres`, `sqlite`, or `sqlite-single`, which stores the token by an
 * insert of its own for each request.
 */
import process from 'node:process';
import Database from 'better-sqlite3';
import { fastify } from 'fastify';
import pg from 'pg';
import { Batch } from './batch.mjs';
import { ready } from './ready.mjs';
import { mint, onPostgres, onSqlite, userIds, viewOf } from './token-rows.mjs';

const { STORE, DATABASE_URL } = process.env;
const rowsOf = (minted) => [minted.map(({ token }) => token), minted.map(({ entry }) => entry)];

function postgres() {
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
  return async (minted) => {
    const client = await pool.connect();
    await client.query('BEGIN');
    for (const [index, rows] of rowsOf(minted).entries()) {
      await client.query({
        name: `insert-${index}`,
        text: onPostgres[index],
        values: [JSON.stringify(rows)],
      });
    }
    await client.query('COMMIT');
    client.release();
  };
}

function sqlite() {
  const database = new Database(DATABASE_URL.slice('sqlite:'.length));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const statements = onSqlite.map((text) => database.prepare(text));
  const tokensAlone = (minted) => statements[0].run(JSON.stringify(rowsOf(minted)[0]));
  const both = database.transaction((minted) => {
    for (const [index, rows] of rowsOf(minted).entries()) statements[index].run(JSON.stringify(rows));
  });
  return STORE === 'sqlite-single' ? tokensAlone : both;
}

const store = STORE === 'postgres' ? postgres() : sqlite();
const batch = new Batch(store);
const keep = STORE === 'sqlite-single' ? (minted) => store([minted]) : (minted) => batch.add(minted);

const app = fastify();
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      expiryType: { enum: ['Infinite', 'FixedTtl', 'SlidingTtl'] },
      ttl: { type: 'integer', minimum: 1, maximum: 315_360_000 },
      maxAge: { type: 'integer', minimum: 1, maximum: 315_360_000 },
      name: { type: 'string', minLength: 1, maxLength: 200 },
      permissions: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    },
  },
};
app.post('/v1/ecosystems/default/users/:userId/tokens', { schema }, async ({ params }, reply) => {
  const minted = mint(params.userId);
  await keep(minted);
  reply.code(201);
  return viewOf(minted);
});
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server, {
  headers: { 'content-type': 'application/json' },
  status: 201,
  holds: ['"secret":"tw_u_'],
  entries: userIds.map((id) => ({
    path: `/v1/ecosystems/default/users/${id}/tokens`,
    body: '{"expiryType":"FixedTtl","ttl":3600}',
    holds: [`"userId":"${id}"`],
  })),
});
