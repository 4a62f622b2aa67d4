// examples/fastify.mjs
import fastify from 'fastify';
import { Tokenwright } from '@tokenwright/client';
import { verify } from '@tokenwright/client/fastify';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: process.env.KEY });
const app = fastify();

app.addHook('onRequest', verify(client, { ecosystemId: 'default', holders: ['user'] }));
app.get('/me', async (request) => ({ user: request.token.sub }));

await app.listen({ port: 8082 });
