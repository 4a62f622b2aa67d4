/** What the servers of this folder have in common. */
import { randomBytes } from 'node:crypto';
import process from 'node:process';

/** How many tokens, keys or sessions there are. */
export const count = Number(process.env.COUNT ?? 10_000);

/** Tells the measuring process where the server listens and what it is to be asked; ends with it. */
export function ready(server, requests) {
  process.on('disconnect', () => process.exit());
  process.send({ port: server.address().port, requests });
}

/** Listens on a free port. */
export function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** As many secrets as there are tokens, each with what is known of it: what our own introspection says of a token. */
export function sessions() {
  const made = new Map();
  const now = Math.floor(Date.now() / 1000);
  while (made.size < count) {
    made.set(`tw_u_${randomBytes(32).toString('base64url')}`, {
      active: true,
      sub: randomBytes(13).toString('base64url').slice(0, 17),
      exp: now + 86_400,
      iat: now,
      scope: '',
      token_type: 'Bearer',
      jti: globalThis.crypto.randomUUID(),
      ecosystem_id: 'default',
      holder: 'user',
      expiry_type: 'FixedTtl',
    });
  }
  return made;
}

/** The same requests that our own introspection is asked. */
export function introspections(made) {
  return {
    path: '/v1/tokens/introspect',
    headers: {
      authorization: `Bearer tw_s_${randomBytes(32).toString('base64url')}`,
      'content-type': 'application/json',
    },
    holds: ['"active":true'],
    entries: Array.from(made, ([token, { sub }]) => ({
      body: JSON.stringify({ token }),
      holds: [`"sub":"${sub}"`],
    })),
  };
}

/** Does something for each number below `total`, some at once. */
export async function each(total, atOnce, action) {
  let next = 0;
  const work = async () => {
    while (next < total) await action(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
