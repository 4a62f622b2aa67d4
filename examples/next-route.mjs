// examples/next-route.mjs
import { Tokenwright } from '@tokenwright/client';
import { responseOf, verify } from '@tokenwright/client/web';

// A function, because `next build` loads this file where KEY may not be set.
const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: () => process.env.KEY });
const check = verify(client, { ecosystemId: 'default', holders: ['user'] });

export async function GET(request) {
  const verdict = await check(request);
  if (verdict.refusal) return responseOf(verdict);
  return Response.json({ user: verdict.token.sub });
}
