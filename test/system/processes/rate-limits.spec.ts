import { Redis } from 'ioredis';
import { timed } from '../../support/processes.js';
import { eventually, PrivateRedis } from '../../support/servers.js';
import { newUser, type Service, startService } from '../../support/service.js';
import { newPostgres, newPostgresAndRedis, type Store } from '../../support/stores.js';

const account = 'the-account-token-of-the-rate-limits';
const limits = { RATE_LIMITS: 'on', RATE_LIMIT_PER_KEY: '10', RATE_LIMIT_FAILED_AUTH: '6' };
const path = '/v1/ecosystems/default';

const read = (service: Service) => service.native('GET', path, account);
const left = async (service: Service) =>
  Number(/r=(\d+)/.exec((await read(service)).headers.get('ratelimit')!)?.[1]);

describe('two instances', () => {
  let store: Store;
  let services: [Service, Service];

  async function start(newStore: () => Promise<Store>): Promise<void> {
    store = await newStore();
    const environment = { ...store.environment, ...limits, TOKENWRIGHT_BOOTSTRAP_TOKEN: account };
    services = [await startService(environment), await startService(environment)];
  }
  afterEach(async () => {
    await Promise.all(services.map((service) => service.close()));
    await store.remove();
  });

  it('on Redis count together: requests, failed tokens and failed passwords', async () => {
    await start(newPostgresAndRedis);
    const [one, two] = services;
    const found: number[] = [];
    for (let asked = 0; asked < 5; asked += 1) found.push(await left(one), await left(two));
    expect(found).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect([(await read(one)).status, (await read(two)).status]).toEqual([429, 429]);

    // Well formed, and nobody's.
    const dead = 'tw_u_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIBwd-k';
    const login = (service: Service) =>
      service.ask('/api/v1/login', { method: 'POST', json: { user: 'nobody', password: 'x' } });
    const self = (service: Service) => service.native('GET', '/v1/self', dead);
    for (const ask of [self, login]) {
      const statuses: number[] = [];
      for (let asked = 0; asked < 3; asked += 1) {
        statuses.push((await ask(one)).status, (await ask(two)).status);
      }
      expect(statuses).toEqual(Array(6).fill(401));
      expect([(await ask(one)).status, (await ask(two)).status]).toEqual([429, 429]);
    }
  });

  it('on Redis count garbage each for itself: it costs no I/O', async () => {
    await start(newPostgresAndRedis);
    for (const service of services) {
      const statuses: number[] = [];
      for (let asked = 0; asked < 7; asked += 1) {
        statuses.push((await service.native('GET', '/v1/self', 'garbage')).status);
      }
      expect(statuses).toEqual([...Array<number>(6).fill(401), 429]);
    }
    const redis = new Redis(store.environment.REDIS_URL!);
    expect(await redis.keys(`${store.environment.REDIS_PREFIX}r:*`)).toEqual([]);
    redis.disconnect();
  });

  it('keep in Redis neither a secret nor a name, and nothing for ever', async () => {
    await start(newPostgresAndRedis);
    const [one] = services;
    await newUser(one, 'default', { username: 'ada-lovelace', password: 'right horse' });
    const json = { user: 'ada-lovelace', password: 'wrong horse' };
    expect((await one.ask('/api/v1/login', { method: 'POST', json })).status).toBe(401);
    const right = { ...json, password: 'right horse' };
    expect((await one.ask('/api/v1/login', { method: 'POST', json: right })).status).toBe(200);
    const redis = new Redis(store.environment.REDIS_URL!);
    const keys = await redis.keys(`${store.environment.REDIS_PREFIX}r:*`);
    const ends = await Promise.all(keys.map((key) => redis.pttl(key)));
    redis.disconnect();
    const named = keys.map((key) => key.split('r:', 2)[1]!.split(':')[0]).sort();
    expect(named).toEqual(['failed-accounts', 'failed-logins', 'known-logins', 'per-key']);
    expect(keys.join()).not.toMatch(new RegExp(`${account}|ada|horse`));
    expect(ends.every((end) => end > 0 && end <= 20 * 24 * 60 * 60 * 1000)).toBe(true);
  });

  it('without Redis count each for itself', async () => {
    await start(newPostgres);
    const [one, two] = services;
    expect([await left(one), await left(one), await left(two)]).toEqual([9, 8, 9]);
  });
});

describe('when Redis fails', () => {
  let redis: PrivateRedis;
  let store: Store;
  let service: Service;
  beforeEach(async () => {
    [store, redis] = await Promise.all([newPostgres(), PrivateRedis.start()]);
    service = await startService({
      ...{ ...store.environment, ...limits, RATE_LIMIT_PER_KEY: '1000' },
      ...{ REDIS_URL: redis.url, TOKENWRIGHT_BOOTSTRAP_TOKEN: account },
    });
    expect(await left(service)).toBe(999);
  });
  afterEach(async () => {
    redis.thaw();
    await service.close();
    await redis.stop();
    await store.remove();
  });

  it.each([
    ['is frozen', () => redis.freeze()],
    ['is gone', () => redis.stop()],
  ])(
    'it %s: nobody is refused or waits, but for the first, and the process counts by itself',
    async (_, fail) => {
      await fail();
      const first = await timed(() => read(service));
      expect(first.result.status).toBe(200);
      // One deadline for the session and one for the limit, and the work itself.
      expect(first.ms).toBeLessThan(1500);
      const next = await timed(() => Promise.all(Array.from({ length: 20 }, () => read(service))));
      expect(next.result.every(({ status }) => status === 200)).toBe(true);
      expect(next.ms / 20).toBeLessThan(100);
      expect(await left(service)).toBe(1000 - 22);
      const self = () => service.native('GET', '/v1/self', 'garbage');
      const statuses: number[] = [];
      for (let asked = 0; asked < 7; asked += 1) statuses.push((await self()).status);
      expect(statuses).toEqual([...Array(6).fill(401), 429]);
    },
  );

  it('it is frozen and thawed: what was counted there counts again', async () => {
    redis.freeze();
    // From here on the process counts, and Redis hears of nothing.
    await read(service);
    await Promise.all(Array.from({ length: 40 }, () => read(service)));
    expect(await left(service)).toBe(1000 - 42);
    redis.thaw();
    await eventually(async () => {
      if ((await left(service)) < 960) throw new Error('The process still counts by itself');
    });
  });
});
