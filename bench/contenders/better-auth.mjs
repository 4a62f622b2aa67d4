/**
 * better-auth with its api-key plugin on PostgreSQL, its rate limiting off, on bare node:http: `WORK=verify` answers by
 * `verifyApiKey`, `WORK=mint` by `createApiKey`.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { count, each, listen, ready } from './ready.mjs';

const options = {
  baseURL: 'http://localhost',
  secret: 'a secret of the measurement, long enough for it',
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
const auth = betterAuth(options);

const users = [];
await each(10, 4, async (index) => {
  const email = `user-${index}@bench.example`;
  const { user } = await auth.api.signUpEmail({ body: { email, name: 'Measured', password: `${email} 1` } });
  users.push(user.id);
});

const actions = {
  verify: async ({ key }) => {
    const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } });
    return { active: valid, sub: found?.referenceId };
  },
  mint: async ({ userId }) => {
    const { id, key } = await auth.api.createApiKey({ body: { userId, expiresIn: 86_400 } });
    return { id, secret: key };
  },
};
const act = actions[process.env.WORK];

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => (text += piece));
  request.on('end', async () => {
    try {
      answer(response, 200, await act(JSON.parse(text)));
    } catch (error) {
      answer(response, 500, { message: error.message });
    }
  });
});

function answer(response, status, json) {
  const text = JSON.stringify(json);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}

const headers = { 'content-type': 'application/json' };
if (process.env.WORK === 'mint') {
  const entries = users.map((userId) => ({ body: JSON.stringify({ userId }) }));
  ready(await listen(server), { path: '/keys', headers, holds: ['"secret":"'], entries });
} else {
  const entries = [];
  await each(count, 16, async (index) => {
    const userId = users[index % users.length];
    const { key } = await auth.api.createApiKey({ body: { userId, expiresIn: 86_400 } });
    entries.push({ body: JSON.stringify({ key }), holds: [`"sub":"${userId}"`] });
  });
  ready(await listen(server), { path: '/keys/verify', headers, holds: ['"active":true'], entries });
}
