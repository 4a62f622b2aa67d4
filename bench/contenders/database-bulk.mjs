/**
 * The database's own insert: bare node:http which answers a request by storing 1,000 tokens, each table's rows by one
 * statement. `STORE` is `tokens` for these alone, or `both` for their audit lines too, in one transaction.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import pg from 'pg';
import { listen, ready } from './ready.mjs';
import { mint, onPostgres, userIds } from './token-rows.mjs';

const rows = 1000;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const insert = (client, index, list) =>
  client.query({ name: `insert-${index}`, text: onPostgres[index], values: [JSON.stringify(list)] });

async function both(minted) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await insert(
    client,
    0,
    minted.map(({ token }) => token),
  );
  await insert(
    client,
    1,
    minted.map(({ entry }) => entry),
  );
  await client.query('COMMIT');
  client.release();
}

const tokensAlone = (minted) =>
  insert(
    pool,
    0,
    minted.map(({ token }) => token),
  );
const store = process.env.STORE === 'tokens' ? tokensAlone : both;

const server = createServer(async (request, response) => {
  request.resume();
  const minted = Array.from({ length: rows }, (_, index) => mint(userIds[index % userIds.length]));
  await store(minted);
  const text = JSON.stringify({ stored: rows });
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
});
ready(await listen(server), {
  path: '/rows',
  status: 201,
  holds: [`"stored":${rows}`],
  entries: [{ body: '{}' }],
});
