/** The built service, as its users start it, and what is put into it. */
import { randomBytes } from 'node:crypto';
import { spawnServer } from './contender.mjs';
import { ended } from './servers.mjs';

/** In how many requests at a time it is filled. */
const atOnce = 16;

/**
 * Starts the service on a free port. Its settings are the defaults, but for the one limit that a load from a single
 * key would meet.
 */
export async function startProduct(environment, flags = []) {
  const account = randomBytes(32).toString('base64url');
  const child = spawnServer(
    'dist/src/main.js',
    {
      HOST: '127.0.0.1',
      PORT: '0',
      RATE_LIMIT_PER_KEY: '0',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
      ...environment,
    },
    { flags, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  const port = await new Promise((resolve, reject) => {
    child.stderr.on('data', (data) => {
      said += data;
      const listens = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (listens) resolve(Number(listens[1]));
    });
    child.once('exit', (code) => reject(new Error(`The service ended (${code}): ${said}`)));
  });
  const ask = (path, json, secret = account) => askJson(port, path, json, secret);
  return { pid: child.pid, port, ask, stop: () => ended(child, 'SIGTERM') };
}

async function askJson(port, path, json, secret) {
  const response = await globalThis.fetch(`http://127.0.0.1:${port}${path}`, {
    method: json === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** Makes a key of the default ecosystem and some users. */
export async function addUsers(service, count) {
  const { secret } = await service.ask('/v1/ecosystems/default/server-tokens', { expiryType: 'Infinite' });
  const ids = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const user = { username: `user-${next++}`, externalId: `customer-${next}` };
      ids.push((await service.ask('/v1/ecosystems/default/users', user, secret)).id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { key: secret, ids };
}

/** Mints tokens for the users, each the same number, and returns their secrets with whose they are. */
export async function addTokens(service, { key, ids }, count, lifetime) {
  const perCall = 1000;
  const made = [];
  while (made.length < count) {
    const userIds = Array.from({ length: perCall }, (_, index) => ids[(made.length + index) % ids.length]);
    const { data } = await service.ask('/v1/ecosystems/default/tokens/bulk', { userIds, ...lifetime }, key);
    made.push(...data.map(({ userId, secret }) => ({ userId, secret })));
  }
  return made;
}

/** The requests that introspect each of the tokens, as a back end does; the answer must name the token's user. */
export function introspections(key, tokens) {
  return {
    path: '/v1/tokens/introspect',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    holds: ['"active":true'],
    entries: tokens.map(({ secret, userId }) => ({
      body: JSON.stringify({ token: secret }),
      holds: [`"sub":"${userId}"`],
    })),
  };
}

/** The requests that mint one token for each of the users. */
export function mints(key, ids) {
  return {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    status: 201,
    holds: ['"secret":"tw_u_'],
    entries: ids.map((id) => ({
      path: `/v1/ecosystems/default/users/${id}/tokens`,
      body: '{"expiryType":"FixedTtl","ttl":3600}',
      holds: [`"userId":"${id}"`],
    })),
  };
}
