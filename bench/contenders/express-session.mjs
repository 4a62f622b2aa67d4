/** express-session with connect-redis, rolling: each request slides the session and sends its cookie anew. */
import process from 'node:process';
import { RedisStore } from 'connect-redis';
import signature from 'cookie-signature';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { ready, sessions } from './ready.mjs';

const secret = 'a secret of the measurement';
const hour = 3_600_000;
const client = await createClient({ url: process.env.REDIS_URL }).connect();
const store = new RedisStore({ client, prefix: `express-${process.pid}:` });

const app = express();
app.disable('x-powered-by');
app.use(
  session({
    store,
    secret,
    rolling: true,
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: hour },
  }),
);
app.get('/self', (request, response) => {
  const { sub } = request.session;
  if (sub) response.json({ active: true, sub });
  else response.status(401).json({ active: false });
});

const entries = await Promise.all(
  Array.from(sessions(), async ([id, { sub }]) => {
    await store.set(id, { cookie: { originalMaxAge: hour, httpOnly: true, path: '/' }, sub });
    const cookie = encodeURIComponent(`s:${signature.sign(id, secret)}`);
    return { headers: { cookie: `connect.sid=${cookie}` }, holds: [`"sub":"${sub}"`] };
  }),
);
const server = app.listen(0, '127.0.0.1', () =>
  ready(server, { method: 'GET', path: '/self', holds: ['"active":true'], entries }),
);
