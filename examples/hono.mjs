// examples/hono.mjs
import { serve } from '@hono/node-server';
import { Tokenwright } from '@tokenwright/client';
import { responseOf, verify } from '@tokenwright/client/web';
import { Hono } from 'hono';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: process.env.KEY });
const check = verify(client, { ecosystemId: 'default', holders: ['user'] });
const app = new Hono();

app.use(async (context, next) => {
  const verdict = await check(context.req.raw);
  if (verdict.refusal) return responseOf(verdict);
  context.set('token', verdict.token);
  return next();
});
app.get('/me', (context) => context.json({ user: context.get('token').sub }));

serve({ fetch: app.fetch, port: 8088, hostname: 'localhost' });
