/** Bare Fastify which finds the session in a Map. */
import { fastify } from 'fastify';
import { introspections, ready, sessions } from './ready.mjs';

const made = sessions();
const app = fastify();
app.post('/v1/tokens/introspect', async ({ body }) => made.get(body.token) ?? { active: false });
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server, introspections(made));
