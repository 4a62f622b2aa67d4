import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { ServiceProcess } from '../support/service-process.js';
import { newPostgresAndRedis } from '../support/stores.js';

const account = `canary-${'x'.repeat(40)}`;
const password = 'canary password of ada';
const gate = 'canary-secret-of-the-gate';

/** Uses the service through every face, in good ways and bad; returns every secret that was shown or presented. */
async function useEverything(service: ServiceProcess): Promise<string[]> {
  const secrets = [account, password, gate];
  const eco = '/v1/ecosystems/default';
  const json = {
    username: 'ada',
    email: 'ada@acme.example',
    externalId: 'ada-1',
    password,
    roles: ['admin'],
  };
  const user = (await service.native('POST', `${eco}/users`, account, json)).body;
  const minted = async (path: string, given: object) => {
    const { body } = await service.native('POST', path, account, given);
    secrets.push(body.secret);
    return body as { secret: string; token: { id: string } };
  };
  const key = (await minted(`${eco}/server-tokens`, {})).secret;
  await minted('/v1/account-tokens', {});
  const own = await minted(`${eco}/users/${user.id}/tokens`, { expiryType: 'SlidingTtl', ttl: 60 });
  const kept = await service.ask(`${eco}/server-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account}`, 'idempotency-key': 'kept' },
    json: {},
  });
  secrets.push(kept.body.secret);
  const login = await service.ask('/api/v1/login', { method: 'POST', json: { user: 'ada', password } });
  secrets.push(login.body.data.authToken);
  const headers = { 'x-auth-token': login.body.data.authToken, 'x-user-id': user.id };
  const created = await service.ask('/api/v1/users.createToken', {
    method: 'POST',
    headers,
    json: { userId: user.id, secret: gate },
  });
  secrets.push(created.body.data.authToken);
  for (const call of ['users.generatePersonalAccessToken', 'users.regeneratePersonalAccessToken']) {
    const personal = await service.ask(`/api/v1/${call}`, {
      method: 'POST',
      headers,
      json: { tokenName: 'build' },
    });
    secrets.push(personal.body.token);
  }
  const strigo = await service.ask('/api/v1/academy/users/token', {
    method: 'POST',
    headers: { authorization: `Bearer default:${key}` },
    json: { email: 'ada@acme.example' },
  });
  secrets.push(strigo.body.data.token);
  const sfox = await service.native('POST', '/v1/enterprise/user-tokens', key, { data: ['ada-1', 'ada-1'] });
  for (const { token } of sfox.body.data) secrets.push(token);
  const droplit = await service.ask('/api/users/default;ada-1/tokens', {
    method: 'POST',
    headers: { authorization: key },
  });
  secrets.push(droplit.body.token);
  for (const secret of secrets) {
    await service.native('POST', '/v1/tokens/introspect', account, { token: secret });
    await service.native('GET', '/v1/self', secret);
    await service.native('GET', `/v1/nothing/${secret}`, secret);
    await service.native('POST', '/v1/ecosystems', secret, { name: 5, wrong: secret });
  }
  await service.ask('/api/v1/login', { method: 'POST', json: { user: 'ada', password: `${password}!` } });
  await service.native('POST', '/v1/tokens/revoke', account, { token: own.secret });
  await service.native('DELETE', `${eco}/users/${user.id}/tokens`, account);
  return secrets;
}

function expectNone(secrets: string[], places: Record<string, string>): void {
  for (const [place, text] of Object.entries(places)) {
    // A place where nothing was written would prove nothing.
    expect({ place, isEmpty: text === '' }).toEqual({ place, isEmpty: false });
    const found = secrets.filter((secret) => text.includes(secret));
    expect({ place, found }).toEqual({ place, found: [] });
  }
}

const environment = {
  LOG_LEVEL: 'trace',
  TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
  CREATE_TOKENS_FOR_USERS_SECRET: gate,
};

describe('no secret that was minted or presented', () => {
  it('is in the database, in Redis or in the logs, with PostgreSQL and Redis', async () => {
    const store = await newPostgresAndRedis();
    const service = await ServiceProcess.start({ ...environment, ...store.environment });
    const redis = new Redis(store.environment.REDIS_URL!);
    const postgres = new Client({ connectionString: store.environment.DATABASE_URL });
    try {
      const secrets = await useEverything(service);
      await postgres.connect();
      const tables = ['ecosystems', 'roles', 'users', 'tokens', 'audit_entries', 'idempotent_answers'];
      const rows: unknown[] = [];
      for (const table of tables) rows.push((await postgres.query(`SELECT * FROM ${table}`)).rows);
      const keys = await redis.keys(`${store.environment.REDIS_PREFIX}*`);
      const values = await Promise.all(
        keys.map(async (key) => [
          key,
          (await redis.type(key)) === 'hash' ? await redis.hgetall(key) : await redis.get(key),
        ]),
      );
      expectNone(secrets, {
        postgres: JSON.stringify(rows),
        redis: JSON.stringify(values),
        logs: service.logged(),
        'words for people': service.said(),
      });
      expect(values.length).toBeGreaterThan(5);
    } finally {
      await service.kill('SIGTERM');
      await postgres.end();
      await redis.quit();
      await store.remove();
    }
  });

  it('is in the files of SQLite or in the logs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-canary-'));
    const service = await ServiceProcess.start({
      ...environment,
      DATABASE_URL: `sqlite:${folder}/store.sqlite`,
    });
    try {
      const secrets = await useEverything(service);
      const files = Object.fromEntries(
        readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'latin1')]),
      );
      expectNone(secrets, { ...files, logs: service.logged() });
    } finally {
      await service.kill('SIGTERM');
      rmSync(folder, { recursive: true });
    }
  });
});
