import type { Access } from '../../src/access/access.decorators.js';
import { newTenant, type Service, startService } from '../support/service.js';
import { expectTooMany, limited, proxied, read, statuses } from './limits.js';
import { routesOf } from './routes.js';

describe('a limit per key', () => {
  let service: Service;
  let tenant: { ecosystemId: string; server: string };
  let path: string;
  /** Keys that have asked for nothing yet. */
  let keys: string[];

  beforeAll(async () => {
    service = await limited({ RATE_LIMIT_PER_KEY: '3' });
    const mint = async (minter: string) =>
      (await service.native('POST', '/v1/account-tokens', minter, {})).body.secret as string;
    // The account token has three requests too.
    const minter = await mint(service.account);
    keys = [await mint(minter), await mint(minter), await mint(minter)];
    tenant = await newTenant(service);
    path = `/v1/ecosystems/${tenant.ecosystemId}`;
  });
  afterAll(() => service.close());

  it('counts down in the headers, then refuses with 429 and the seconds to wait', async () => {
    for (const left of [2, 1, 0]) {
      const { status, headers } = await service.native('GET', path, tenant.server);
      expect({ status, policy: headers.get('ratelimit-policy') }).toEqual({
        status: 200,
        policy: '"per-key";q=3;w=60',
      });
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"per-key";r=${left};t=([1-9]|[1-5]\\d|60)$`));
    }
    const refused = await service.native('GET', path, tenant.server);
    const wait = expectTooMany(refused, path);
    expect(refused.headers.get('ratelimit-policy')).toBe('"per-key";q=3;w=60');
    expect(refused.headers.get('ratelimit')).toBe(`"per-key";r=0;t=${wait}`);
  });

  it('refuses before anything is done', async () => {
    const reply = await service.native('POST', `${path}/users`, tenant.server, { username: 'never' });
    expectTooMany(reply, `${path}/users`);
    const users = `${path}/users`;
    expect((await service.native('POST', users, keys[0]!, { username: 'never' })).status).toBe(201);
  });

  it('is another one for each key: one that is spent takes nothing from the next', async () => {
    expect((await service.native('GET', path, tenant.server)).status).toBe(429);
    const { headers } = await service.native('GET', path, keys[1]!);
    expect(headers.get('ratelimit')).toMatch(/^"per-key";r=2;/);
  });

  it('never limits verification, whose answers say nothing of limits', async () => {
    const key = keys[2]!;
    for (let asked = 0; asked < 8; asked += 1) {
      const { status, headers, body } = await service.native('POST', '/v1/tokens/introspect', key, {
        token: key,
      });
      expect({ status, active: body.active }).toEqual({ status: 200, active: true });
      expect([headers.get('ratelimit'), headers.get('ratelimit-policy')]).toEqual([null, null]);
      expect((await service.native('GET', '/v1/self', key)).status).toBe(200);
    }
  });

  it('never limits the health checks', async () => {
    expect(await statuses(8, () => service.ask('/health/live'))).toEqual(Array(8).fill(200));
    expect(await statuses(8, () => service.ask('/health/ready'))).toEqual(Array(8).fill(200));
  });
});

describe('a limit per address', () => {
  let service: Service;
  beforeAll(async () => {
    service = await limited({ RATE_LIMIT_PER_ADDRESS: '2', RATE_LIMIT_PER_KEY: '100', ...proxied });
  });
  afterAll(() => service.close());

  it('counts what comes from one address together, whatever the key, beside the limit of the key', async () => {
    const from = '198.51.100.1';
    const { headers, status } = await read(service, service.account, from);
    expect(status).toBe(200);
    expect(headers.get('ratelimit-policy')).toBe('"per-key";q=100;w=60, "per-address";q=2;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"per-key";r=99;t=\d+, "per-address";r=1;t=\d+$/);
    const { body } = await service.ask('/v1/account-tokens', {
      method: 'POST',
      headers: { authorization: `Bearer ${service.account}`, 'x-forwarded-for': from },
      json: {},
    });
    expectTooMany(await read(service, body.secret, from), '/v1/ecosystems/default');
    expect((await read(service, body.secret, '198.51.100.2')).status).toBe(200);
  });

  it('takes an IPv6 network of 64 bits for one address, and an IPv4 address in IPv6 for itself', async () => {
    const ask = (from: string) => read(service, service.account, from);
    expect((await ask('2001:db8:7:7::1')).status).toBe(200);
    expect((await ask('2001:db8:7:7:a:b:c:d')).status).toBe(200);
    expect((await ask('2001:db8:7:7::2')).status).toBe(429);
    expect((await ask('2001:db8:7:8::1')).status).toBe(200);
    expect((await ask('203.0.113.9')).status).toBe(200);
    expect((await ask('::ffff:203.0.113.9')).status).toBe(200);
    expect((await ask('203.0.113.9')).status).toBe(429);
  });

  it('believes the last proxy only: what the client wrote before it counts for nothing', async () => {
    const ask = (claimed: string) => read(service, service.account, `${claimed}, 198.51.100.77`);
    expect(
      await Promise.all(['1.1.1.1', '2.2.2.2', '3.3.3.3'].map(async (one) => (await ask(one)).status)),
    ).toEqual(expect.arrayContaining([200, 200, 429]));
  });

  it('is of the peer’s own address when no proxy is trusted', async () => {
    const other = await limited({ RATE_LIMIT_PER_ADDRESS: '2' });
    const from = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
    const found: number[] = [];
    for (const one of from) found.push((await read(other, other.account, one)).status);
    await other.close();
    expect(found).toEqual([200, 200, 429]);
  });
});

describe('a limit of verification', () => {
  it('is there when it is asked for, and counts verification only', async () => {
    const service = await limited({ RATE_LIMIT_VERIFICATION: '2' });
    const introspect = () =>
      service.native('POST', '/v1/tokens/introspect', service.account, { token: service.account });
    const { headers } = await introspect();
    expect(headers.get('ratelimit-policy')).toBe('"verification";q=2;w=60');
    expect((await service.native('GET', '/v1/self', service.account)).status).toBe(200);
    expectTooMany(await introspect(), '/v1/tokens/introspect');
    expectTooMany(await service.native('GET', '/v1/self', service.account), '/v1/self');
    expect(await statuses(4, () => read(service, service.account))).toEqual([200, 200, 200, 200]);
    await service.close();
  });
});

describe('RATE_LIMITS=off', () => {
  it('limits nothing and says nothing of limits, whatever else is set', async () => {
    const few = { RATE_LIMIT_PER_KEY: '1', RATE_LIMIT_PER_ADDRESS: '1', RATE_LIMIT_FAILED_AUTH: '1' };
    const service = await startService({ ...few, RATE_LIMIT_VERIFICATION: '1', VENDOR_RATE_LIMITS: 'on' });
    expect(await statuses(4, () => read(service, service.account))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, () => read(service, 'wrong'))).toEqual([401, 401, 401, 401]);
    expect((await read(service, service.account)).headers.get('ratelimit')).toBeNull();
    await service.close();
  });
});

describe('which limit counts a route', () => {
  it('is verification’s for what verifies, none for the health checks and the metrics, else the ordinary one', async () => {
    const service = await startService();
    const routes = routesOf(service);
    const named = (kind: Access['limitedAs']) =>
      routes.filter(({ access }) => access.limitedAs === kind).map(({ method, path }) => `${method} ${path}`);
    await service.close();
    expect(named('verification').sort()).toEqual([
      'ALL /v1/verify/*',
      'GET /v1/self',
      'GET /v1/verify',
      'POST /v1/tokens/introspect',
      'POST /v1/tokens/introspect/bulk',
    ]);
    expect(named('nothing').sort()).toEqual(['GET /health/live', 'GET /health/ready', 'GET /metrics']);
  });
});
