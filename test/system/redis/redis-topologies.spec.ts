import { isConfirmed } from '../../../src/sessions/lifetime.js';
import { sessionCacheContract } from '../../sessions/session-cache.contract.js';
import { hashLike, minute, newSession, noon, second } from '../../sessions/sessions.js';
import { eventually } from '../../support/servers.js';
import { ManualClock } from '../../support/service.js';
import { RedisCaches } from './redis-caches.js';
import { PrivateCluster, PrivateSentinel } from './redis-servers.js';

// A machine that stands still for a quarter of a second has lost its Redis: what holds then is for the suites of the faults.
jest.retryTimes(3, { logErrorsBeforeRetry: true });

describe('on a Redis Cluster of three nodes', () => {
  let cluster: PrivateCluster;
  const caches = new RedisCaches(() => cluster.url);

  beforeAll(async () => {
    cluster = await PrivateCluster.start();
  });
  afterEach(() => caches.close());
  afterAll(() => cluster.stop());

  sessionCacheContract('the session cache on Redis', () => caches.make());

  it('sessions and tombstones spread over all nodes, and each is found', async () => {
    const before = await cluster.sizes();
    const cache = await caches.make();
    const sessions = Array.from({ length: 100 }, (_, index) =>
      newSession({ hash: hashLike(`${index}`), userId: `user-${index}`, ecosystemId: `tenant-${index}` }),
    );
    await Promise.all(sessions.map((session) => cache.put(structuredClone(session), noon)));
    const sizes = await cluster.sizes();
    for (const [node, size] of sizes.entries()) expect(size - before[node]!).toBeGreaterThan(10);
    const invalidated = sessions.filter((_, index) => index % 3 > 0);
    const invalidations = invalidated.map(({ userId, ecosystemId }, index) =>
      index % 2 ? { userId: userId! } : { ecosystemId: ecosystemId! },
    );
    const laid = await Promise.all(invalidations.map((invalidation) => cache.invalidate(invalidation, noon)));
    expect(new Set(laid)).toEqual(new Set([true]));
    const got = await Promise.all(sessions.map(({ hash }) => cache.get(hash, noon)));
    expect(got.map((session) => session?.hash)).toEqual(
      sessions.map((session) => (invalidated.includes(session) ? undefined : session.hash)),
    );
  });
});

describe('on a Redis Cluster whose slots move from node to node', () => {
  it('is no outage: every session is kept and every invalidation laid', async () => {
    const cluster = await PrivateCluster.start();
    const caches = new RedisCaches(() => cluster.url);
    const cache = await caches.make();
    let isOver = false;
    const moving = cluster.reshard(100).finally(() => (isOver = true));
    const untold: number[] = [];
    let round = 0;
    for (; !isOver || round === 0; round += 1) {
      const told = await Promise.all(
        Array.from({ length: 8 }, async (_, index) => {
          const session = newSession({ hash: hashLike(`${round}-${index}`), userId: `user-${index % 7}` });
          const isKept = await cache.put(session, noon);
          await cache.get(session.hash, noon);
          return isKept && (await cache.invalidate({ hash: session.hash }, noon));
        }),
      );
      if (told.includes(false)) untold.push(round);
    }
    await moving;
    expect(round).toBeGreaterThan(5);
    expect({ outages: cache.link.outages, untold }).toEqual({ outages: 0, untold: [] });
    await caches.close();
    cluster.stop();
  });
});

describe('behind a Sentinel', () => {
  let sentinel: PrivateSentinel;
  const caches = new RedisCaches(() => sentinel.url);

  beforeAll(async () => {
    sentinel = await PrivateSentinel.start();
  });
  afterEach(() => caches.close());
  afterAll(() => sentinel.stop());

  sessionCacheContract('the session cache on Redis', () => caches.make());

  it('with rediss-sentinel nothing is sent in the clear: servers without TLS are not used', async () => {
    const secure = new RedisCaches(() => sentinel.url.replace('redis-', 'rediss-'));
    const cache = await secure.make();
    const isLaid = await cache.invalidate({ hash: hashLike('any') }, noon);
    await secure.close();
    expect(isLaid).toBe(false);
  });

  it('when the master dies, its successor is used within seconds, and no confirmation from before is believed', async () => {
    const clock = new ManualClock(noon);
    const cache = await caches.make(undefined, clock);
    await cache.put(newSession(), noon);
    await cache.invalidate({ userId: 'grace' }, noon);
    expect(await cache.get(newSession().hash, noon + second)).toMatchObject({ confirmedAt: noon });
    sentinel.killMaster();
    const after = noon + minute - second;
    clock.advance(after - noon);
    expect(await cache.get(newSession().hash, after)).toBeUndefined();
    expect(await cache.invalidate({ hash: hashLike('missed') }, after)).toBe(false);
    await eventually(
      async () => expect(await cache.invalidate({ userId: 'nobody' }, after)).toBe(true),
      15_000,
    );
    const missed = newSession({ hash: hashLike('missed'), confirmedAt: after });
    await cache.put(missed, after);
    expect(await cache.get(missed.hash, after)).toBeUndefined();
    const before = await cache.get(newSession().hash, after);
    expect(before === undefined || !isConfirmed(before.confirmedAt, after)).toBe(true);
    await cache.put(newSession({ hash: hashLike('new'), confirmedAt: after }), after);
    expect(await cache.get(hashLike('new'), after)).toMatchObject({ hash: hashLike('new') });
  });
});
