// examples/worker.mjs
import { Tokenwright } from '@tokenwright/client';
import { responseOf, verify } from '@tokenwright/client/web';

let check;

export default {
  async fetch(request, { KEY, TOKENWRIGHT_URL }) {
    check ??= verify(new Tokenwright({ baseUrl: TOKENWRIGHT_URL, secret: KEY }), {
      ecosystemId: 'default',
      holders: ['user'],
    });
    const verdict = await check(request);
    if (verdict.refusal) return responseOf(verdict);
    return Response.json({ user: verdict.token.sub });
  },
};
