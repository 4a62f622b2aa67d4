/** The database's own insert: bare node:http which answers a request by storing 1,000 rows with one statement. */
import { createServer } from 'node:http';
import process from 'node:process';
import pg from 'pg';
import { listen, ready } from './ready.mjs';
import { mint, onPostgres, userIds } from './token-rows.mjs';

const rows = 1000;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const server = createServer(async (request, response) => {
  request.resume();
  const tokens = Array.from({ length: rows }, (_, index) => mint(userIds[index % userIds.length]).token);
  await pool.query({ name: 'insert', text: onPostgres[0], values: [JSON.stringify(tokens)] });
  const text = JSON.stringify({ stored: rows });
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
});
ready(await listen(server), {
  path: '/rows',
  status: 201,
  holds: [`"stored":${rows}`],
  entries: [{ body: '{}' }],
});
