import { Transactions } from '../../../src/database/transactions/transactions.js';
import { SessionCache } from '../../../src/sessions/session-cache.js';
import { flushUses, verdictOf } from '../../contract/core.support.js';
import { second } from '../../sessions/sessions.js';
import { eventually, PrivateRedis, SlowProxy } from '../../support/servers.js';
import type { Service } from '../../support/service.js';
import { newPostgres } from '../../support/stores.js';
import { newVictim } from './deaths.js';
import { holdNext } from './hold.js';
import { Instances, type Topology, topologies } from '../../support/instances.js';

const ttl = 600 * second;
const granularity = ttl / 20;
const sliding = { expiryType: 'SlidingTtl', ttl: ttl / 1000 };

const cached = Object.entries(topologies).filter(([, { isCached }]) => isCached);

describe.each(Object.entries(topologies))('%s: a sliding token does not die early', (_, topology) => {
  let instances: Instances;

  beforeAll(async () => {
    instances = await Instances.start(topology);
  });
  afterAll(() => instances.close());

  it('when its use was answered, and another instance asks before that use is stored', async () => {
    const { secret } = await newVictim(instances.first, sliding);
    instances.advance(ttl - 1);
    const storing = holdNext(instances.first.get(Transactions), 'run');
    const used = verdictOf(instances.first, secret);
    await storing.reached;
    // To wait until it is stored is right as well, and so is to refuse.
    const answer = await Promise.race([used.catch(() => 'refused'), soon('waits')]);
    if (answer === 'live') {
      instances.advance(granularity + 2);
      expect(await verdictOf(instances.last, secret)).toBe('live');
    }
    storing.release();
    await used.catch(() => undefined);
    await flushUses(instances.first);
    instances.advance(granularity);
    expect(await verdictOf(instances.last, secret)).toBe('live');
  });
});

describe.each(cached)('%s: a sliding token does not die early', (_, topology) => {
  let instances: Instances;

  beforeAll(async () => {
    instances = await Instances.start(topology);
  });
  afterAll(() => instances.close());

  it('when its uses could not be stored for longer than its ttl, and it must be confirmed', async () => {
    const { secret } = await newVictim(instances.first, sliding);
    expect(await verdictOf(instances.first, secret)).toBe('live');
    await flushUses(instances.first);
    instances.advance(granularity);
    const storing = holdNext(instances.first.get(Transactions), 'run');
    for (let time = 0; time < 3; time += 1) {
      instances.advance(ttl / 2);
      expect([time, await verdictOf(instances.first, secret)]).toEqual([time, 'live']);
    }
    await storing.reached;
    storing.release();
    await flushUses(instances.first);
    expect(await verdictOf(instances.last, secret)).toBe('live');
  });
});

/** After longer than an answer waits for anything. */
function soon<T>(value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), 3 * second));
}

describe('PostgreSQL with Redis away: a sliding token does not die early', () => {
  let redis: PrivateRedis;
  let proxy: SlowProxy;
  let instances: Instances;

  beforeAll(async () => {
    redis = await PrivateRedis.start();
    proxy = await SlowProxy.before(redis.port);
    const throughProxy = (index: number) => ({
      REDIS_URL: index === 0 ? `redis://127.0.0.1:${proxy.port}` : redis.url,
    });
    const topology: Topology = { makeStore: newPostgres, instances: 2, isCached: true };
    instances = await Instances.start(topology, throughProxy);
  });
  afterAll(async () => {
    await instances.close();
    await proxy.close();
    await redis.stop();
  });

  const usesRedis = (service: Service) =>
    eventually(async () => {
      const isTold = await service.get(SessionCache).invalidate({ hash: 'nobody' }, service.clock.now());
      expect(isTold).toBe(true);
    });
  const use = async (service: Service, secret: string) => {
    expect(await verdictOf(service, secret)).toBe('live');
    await flushUses(service);
  };

  it('by an end that Redis kept while it was frozen and did not hear of the uses', async () => {
    const { secret } = await newVictim(instances.first, sliding);
    for (const service of instances.all) await use(service, secret);
    redis.freeze();
    for (let time = 0; time < 4; time += 1) {
      instances.advance(ttl / 2);
      for (const service of instances.all) await use(service, secret);
    }
    redis.thaw();
    for (const service of instances.all) await usesRedis(service);
    instances.advance(ttl - 1);
    for (const service of instances.all) await use(service, secret);
  });

  it('by an end that Redis kept while the instance that used it could not reach it', async () => {
    const [cutOff, other] = [instances.first, instances.last];
    const { secret } = await newVictim(other, sliding);
    for (const service of instances.all) await use(service, secret);
    proxy.delay = 2000;
    for (let time = 0; time < 4; time += 1) {
      instances.advance(ttl / 2);
      await use(cutOff, secret);
    }
    await use(other, secret);
    proxy.delay = 0;
    await usesRedis(cutOff);
    instances.advance(ttl - 1);
    for (const service of instances.all) await use(service, secret);
  });

  it('by its last use that Redis did not hear of and that was too near the one before to be stored', async () => {
    const [cutOff, other] = [instances.first, instances.last];
    const { secret } = await newVictim(other, sliding);
    for (const service of instances.all) await use(service, secret);
    proxy.delay = 2000;
    for (const gap of [granularity, granularity / 4]) {
      instances.advance(gap);
      await use(cutOff, secret);
    }
    proxy.delay = 0;
    await usesRedis(cutOff);
    instances.advance(ttl - 1);
    await use(other, secret);
  });
});
