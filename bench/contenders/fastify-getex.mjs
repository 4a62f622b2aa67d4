/** Bare Fastify which slides the session in Redis by one GETEX, reads it and answers with it. */
import { fastify } from 'fastify';
import { introspections, ready } from './ready.mjs';
import { fillRedis } from './redis-sessions.mjs';

const { made, find } = await fillRedis();
const app = fastify();
app.post('/v1/tokens/introspect', async ({ body }) => {
  const found = await find(body.token);
  return found === null ? { active: false } : JSON.parse(found);
});
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server, introspections(made));
