// examples/express.mjs
import express from 'express';
import { Tokenwright } from '@tokenwright/client';
import { verify } from '@tokenwright/client/express';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: process.env.KEY });
const app = express();

app.use(verify(client, { ecosystemId: 'default', holders: ['user'] }));
app.get('/me', (request, response) => response.json({ user: request.token.sub }));
app.get('/users', verify(client, { permissions: ['users:read'] }), (_request, response) => response.json([]));

app.listen(8081, 'localhost');
