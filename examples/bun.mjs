// examples/bun.mjs
import { Tokenwright } from '@tokenwright/client';
import { responseOf, verify } from '@tokenwright/client/web';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: process.env.KEY });
const check = verify(client, { ecosystemId: 'default', holders: ['user'] });

Bun.serve({
  port: 8089,
  hostname: 'localhost',
  async fetch(request) {
    const verdict = await check(request);
    if (verdict.refusal) return responseOf(verdict);
    return Response.json({ user: verdict.token.sub });
  },
});
