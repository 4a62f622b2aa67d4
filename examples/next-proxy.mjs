// examples/next-proxy.mjs
import { Tokenwright } from '@tokenwright/client';
import { responseOf, verify } from '@tokenwright/client/web';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: () => process.env.KEY });
const check = verify(client, {
  ecosystemId: 'default',
  holders: ['user'],
  secretFrom: { cookie: 'session' },
});

export async function proxy(request) {
  const verdict = await check(request);
  return verdict.refusal && responseOf(verdict);
}

export const config = { matcher: '/account/:path*' };
