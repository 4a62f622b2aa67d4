import { Redis } from 'ioredis';
import {
  ask as introspect,
  as,
  newTokenOf,
  newUserOf,
  sessionKey,
  withAccount,
} from '../../support/processes.js';
import { eventually, PrivatePostgres, PrivateRedis } from '../../support/servers.js';
import type { Ask, Reply } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';

const password = 'correct horse battery staple';
const requestId = 'asked-while-the-database-is-away';

let postgres: PrivatePostgres;
let redis: PrivateRedis;
let client: Redis;
let service: ServiceProcess;
let userId: string;
/** A server token whose session is cached, and one that the cache does not know. */
const keys = { warm: '', cold: '' };
/** Tokens of the user, likewise. */
const secrets = { warm: '', cold: '' };

beforeAll(async () => {
  [postgres, redis] = await Promise.all([PrivatePostgres.start(), PrivateRedis.start()]);
  client = new Redis(redis.url);
  service = await ServiceProcess.start({
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    CREATE_TOKENS_FOR_USERS: 'true',
    ...withAccount,
  });
  const given = { username: 'ada', externalId: 'customer-4711', roles: ['admin'], password };
  userId = await newUserOf(service, given);
});
afterAll(async () => {
  await service.kill('SIGKILL');
  client.disconnect();
  await postgres.remove();
  await redis.stop();
});

/** Makes everything anew, so that the cache trusts what is warm for a minute from now on. */
async function prepare(): Promise<void> {
  for (const kind of ['warm', 'cold'] as const) {
    keys[kind] = (await as(service, 'POST', '/v1/ecosystems/default/server-tokens', {})).body.secret;
    secrets[kind] = (await newTokenOf(service, userId)).secret;
  }
  for (const secret of [keys.warm, secrets.warm]) {
    expect(await introspect(service, { secret })).toMatchObject({ status: 200, body: { active: true } });
  }
}

/** Makes the cached session one that was confirmed a minute ago. */
async function age(secret: string): Promise<void> {
  const key = sessionKey({ secret });
  const session = JSON.parse((await client.hget(key, 'session'))!);
  session.confirmedAt -= 60_000;
  // Of a version that it knows, the process asks Redis for the end only.
  await client.hset(key, { session: JSON.stringify(session), at: session.confirmedAt, version: 'aged' });
}

const detail = 'The database does not answer';
const problemAt = (instance: string) => ({
  type: '/problems/unavailable',
  title: 'Unavailable',
  status: 503,
  detail,
  instance,
  code: 'unavailable',
  requestId,
});
const strigo = { result: 'failure', error: { type: 'ServiceUnavailable', message: detail } };
const sfox = { error: detail };
const rocketchat = { success: false, error: 'Service unavailable' };
const droplit = {
  errorType: 'ServiceUnavailable',
  errors: [{ in: 'path', message: detail, path: 'path' }],
};

interface Case {
  ask: (kind: 'warm' | 'cold') => [path: string, ask: Ask];
  body: () => object;
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const authToken = (kind: 'warm' | 'cold') => ({ 'x-auth-token': secrets[kind], 'x-user-id': userId });

/** Everything that needs the database even for a caller whom the cache knows. */
const cases: Record<string, Case> = {
  'native, mint': {
    ask: (kind) => [
      `/v1/ecosystems/default/users/${userId}/tokens`,
      { method: 'POST', headers: bearer(keys[kind]), json: {} },
    ],
    body: () => problemAt(`/v1/ecosystems/default/users/${userId}/tokens`),
  },
  'native, introspection of a token that the cache does not know': {
    ask: (kind) => [
      '/v1/tokens/introspect',
      { method: 'POST', headers: bearer(keys[kind]), json: { token: secrets.cold } },
    ],
    body: () => problemAt('/v1/tokens/introspect'),
  },
  'native, revocation': {
    ask: (kind) => [
      '/v1/tokens/revoke',
      { method: 'POST', headers: bearer(keys[kind]), json: { token: secrets.warm } },
    ],
    body: () => problemAt('/v1/tokens/revoke'),
  },
  'Strigo, mint': {
    ask: (kind) => [
      '/api/v1/academy/users/token',
      {
        method: 'POST',
        headers: bearer(`default:${keys[kind]}`),
        json: { email: 'ada@acme.example' },
      },
    ],
    body: () => strigo,
  },
  'sFOX, mint': {
    ask: (kind) => [
      '/v1/enterprise/user-tokens/customer-4711',
      { method: 'POST', headers: bearer(keys[kind]) },
    ],
    body: () => sfox,
  },
  'sFOX, bulk mint': {
    ask: (kind) => [
      '/v1/enterprise/user-tokens',
      { method: 'POST', headers: bearer(keys[kind]), json: { data: ['customer-4711'] } },
    ],
    body: () => sfox,
  },
  'Rocket.Chat, login': {
    ask: () => ['/api/v1/login', { method: 'POST', json: { user: 'ada', password } }],
    body: () => rocketchat,
  },
  'Rocket.Chat, createToken': {
    ask: (kind) => [
      '/api/v1/users.createToken',
      { method: 'POST', headers: authToken(kind), json: { username: 'ada' } },
    ],
    body: () => rocketchat,
  },
  'Rocket.Chat, me': { ask: (kind) => ['/api/v1/me', { headers: authToken(kind) }], body: () => rocketchat },
  'Droplit, mint': {
    ask: (kind) => [
      `/api/users/default;customer-4711/tokens`,
      { method: 'POST', headers: { authorization: keys[kind] } },
    ],
    body: () => droplit,
  },
};

function askAs(kind: 'warm' | 'cold', ask: Case['ask']): Promise<Reply> {
  const [path, { headers, ...more }] = ask(kind);
  return service.ask(path, { ...more, headers: { ...headers, 'x-request-id': requestId } });
}

describe('while PostgreSQL is stopped', () => {
  beforeAll(async () => {
    await prepare();
    await postgres.stop();
  });

  describe.each(['warm', 'cold'] as const)('to a caller whose session is %s', (kind) => {
    it.each(Object.keys(cases))('503 with Retry-After in its own words: %s', async (name) => {
      const { ask, body } = cases[name]!;
      const reply = await askAs(kind, ask);
      expect({ status: reply.status, body: reply.body }).toEqual({ status: 503, body: body() });
      expect(reply.headers.get('retry-after')).toBe('5');
    });
  });

  it('503 at /health/ready, 200 at /health/live', async () => {
    const ready = await service.ask('/health/ready', { headers: { 'x-request-id': requestId } });
    expect({ status: ready.status, body: ready.body }).toEqual({
      status: 503,
      body: { ...problemAt('/health/ready'), checks: { database: expect.any(String) } },
    });
    expect(ready.headers.get('retry-after')).toBe('5');
    const live = await service.ask('/health/live');
    expect({ status: live.status, body: live.body }).toEqual({
      status: 200,
      body: { service: 'tokenwright', status: 'ok' },
    });
  });

  it('a session answers as long as its confirmation is trusted, and from then on nobody hears "active"', async () => {
    const answers = async () => {
      const replies = await Promise.all([
        introspect(service, { secret: secrets.warm }),
        service.native('POST', '/v1/tokens/introspect', keys.warm, { token: keys.warm }),
      ]);
      return replies.map(({ status, body }) => [status, body.active]);
    };
    expect(await answers()).toEqual([
      [200, true],
      [200, true],
    ]);
    await age(secrets.warm);
    await age(keys.warm);
    expect(await answers()).toEqual([
      [503, undefined],
      [503, undefined],
    ]);
    expect((await service.native('GET', '/v1/self', secrets.warm)).status).toBe(503);
    expect((await service.ask('/api/v1/me', { headers: authToken('warm') })).status).toBe(503);
  });

  it('200 and 201 again after its start, by itself', async () => {
    await postgres.start();
    await eventually(async () => {
      for (const { ask } of Object.values(cases)) {
        expect([200, 201]).toContain((await askAs('cold', ask)).status);
      }
    }, 5000);
    expect((await service.ask('/health/ready')).status).toBe(200);
  });
});
