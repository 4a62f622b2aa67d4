/** Bare Fastify with one select for each request, prepared, on a pool of connections. */
import { fastify } from 'fastify';
import { introspections, ready } from './ready.mjs';
import { fillTable } from './token-table.mjs';

const { made, find } = await fillTable();
const app = fastify();
app.post('/v1/tokens/introspect', async ({ body }) => {
  const row = await find(body.token);
  if (!row || row.revoked_at !== null || Number(row.exp) <= Date.now() / 1000) return { active: false };
  return {
    active: true,
    sub: row.sub,
    exp: Number(row.exp),
    iat: Number(row.iat),
    scope: row.scope,
    token_type: 'Bearer',
    jti: row.jti,
    ecosystem_id: 'default',
    holder: 'user',
    expiry_type: 'FixedTtl',
  };
});
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server, introspections(made));
