import { Redis } from 'ioredis';
import type { RedisSessionCache } from '../../../src/sessions/redis-session-cache.js';
import { hashLike, hour, minute, newSession, noon, second } from '../../sessions/sessions.js';
import { eventually, PrivateRedis } from '../../support/servers.js';
import { RedisCaches } from './redis-caches.js';

// A machine that stands still for a quarter of a second has lost its Redis: what holds then is for the suites of the faults.
jest.retryTimes(3, { logErrorsBeforeRetry: true });

describe('uses of sessions that one turn of the event loop asks for', () => {
  let redis: PrivateRedis;
  let direct: Redis;
  let one: RedisSessionCache;
  let other: RedisSessionCache;
  const caches = new RedisCaches(() => redis.url);
  const prefix = 'joined:';
  const session = newSession();
  const key = `${prefix}s:{${session.hash}}`;

  beforeAll(async () => {
    redis = await PrivateRedis.start();
    direct = new Redis(redis.url);
  });
  beforeEach(async () => {
    await direct.flushall();
    one = await caches.make(prefix);
    other = await caches.make(prefix);
  });
  afterEach(() => caches.close());
  afterAll(async () => {
    direct.disconnect();
    await redis.stop();
  });

  /** Both processes have put or got it, and know its version. */
  const knownToBoth = async (given = newSession()) => {
    await one.put(structuredClone(given), noon);
    for (const cache of [one, other]) expect(await cache.get(given.hash, noon)).toEqual(given);
  };

  const callsOf = async (deed: () => Promise<unknown>): Promise<number> => {
    await direct.config('RESETSTAT');
    await deed();
    const [, calls] = /cmdstat_evalsha:calls=(\d+)/.exec(await direct.info('commandstats')) ?? [];
    return Number(calls ?? 0);
  };

  it('are one call, whoever asks and however often; more than 200 sessions are several', async () => {
    const sessions = Array.from({ length: 201 }, (_, index) => newSession({ hash: hashLike(`${index}`) }));
    for (const given of sessions) await one.put(structuredClone(given), noon);
    await one.get(session.hash, noon);
    const askFor = (hashes: string[]) => () => Promise.all(hashes.map((hash) => one.get(hash, noon)));
    const hashes = sessions.map(({ hash }) => hash);
    expect(await callsOf(askFor(hashes.slice(0, 200)))).toBe(1);
    expect(await callsOf(askFor([...hashes.slice(0, 200), ...hashes.slice(0, 200)]))).toBe(1);
    expect(await callsOf(askFor(hashes))).toBe(2);
  });

  it('are each answered with its own session: what lives, what is unknown, what is invalidated in any way', async () => {
    const kinds = ['lives', 'unknown', 'by its hash', 'by its user', 'by its ecosystem', 'never put here'];
    const sessions = Array.from({ length: 240 }, (_, index) =>
      newSession({
        hash: hashLike(`${index}`),
        userId: `user-${index}`,
        ecosystemId: `tenant-${index}`,
        createdAt: noon - index,
      }),
    );
    const kindOf = (index: number) => kinds[index % kinds.length];
    for (const [index, given] of sessions.entries()) {
      const cache = kindOf(index) === 'never put here' ? other : one;
      if (kindOf(index) !== 'unknown') await cache.put(structuredClone(given), noon);
    }
    for (const [index, { hash, userId, ecosystemId }] of sessions.entries()) {
      if (kindOf(index) === 'by its hash') await other.invalidate({ hash }, noon);
      if (kindOf(index) === 'by its user') await other.invalidate({ userId: userId! }, noon);
      if (kindOf(index) === 'by its ecosystem') await other.invalidate({ ecosystemId: ecosystemId! }, noon);
    }
    const now = noon + second;
    const got = await Promise.all(sessions.map(({ hash }) => one.get(hash, now)));
    for (const [index, given] of sessions.entries()) {
      const isLive = kindOf(index) === 'lives' || kindOf(index) === 'never put here';
      const expected = isLive ? { ...given, expiresAt: now + hour } : undefined;
      expect([index, kindOf(index), got[index]]).toEqual([index, kindOf(index), expected]);
    }
  });

  it('hand each asker a session of its own: what one does to it no other sees', async () => {
    await knownToBoth();
    const got = await Promise.all([1, 2, 3].map(() => one.get(session.hash, noon)));
    Object.assign(got[0]!, { expiresAt: 1, confirmedAt: 2, storedUse: 3 });
    expect(got.slice(1)).toEqual([session, session]);
    expect(await one.get(session.hash, noon)).toEqual(session);
    const put = newSession({ permissions: [] });
    await one.put(put, noon);
    put.confirmedAt = 0;
    expect(await one.get(session.hash, noon)).toEqual(newSession({ permissions: [] }));
  });

  it('of one session at several moments are each a use of its own, in their order', async () => {
    await one.put(newSession(), noon);
    const moments = [noon + second, noon + 3 * second, noon + 2 * second, noon + 3 * second];
    const got = await Promise.all(moments.map((now) => one.get(session.hash, now)));
    const ends = got.map((given) => given?.expiresAt);
    expect(ends).toEqual([1, 3, 3, 3].map((seconds) => noon + seconds * second + hour));
    const last = noon + hour + 3 * second - 1;
    const [before, after] = await Promise.all([last, last + 1].map((now) => one.get(session.hash, now)));
    expect([before, after].map((given) => given?.expiresAt)).toEqual([last + hour, last + 1 + hour]);
  });

  it('all fail together when Redis is silent: each asker is answered, with nothing', async () => {
    await knownToBoth();
    redis.freeze();
    try {
      const began = performance.now();
      const got = await Promise.all([session.hash, session.hash, hashLike('b')].map((h) => one.get(h, noon)));
      expect(got).toEqual([undefined, undefined, undefined]);
      expect(performance.now() - began).toBeLessThan(2 * second);
    } finally {
      redis.thaw();
    }
    await eventually(async () => expect(await one.get(session.hash, noon)).toEqual(session), 5000);
  });

  describe('of a session that is known here already', () => {
    const askers = () => Promise.all([one, other].map((cache) => cache.get(session.hash, noon + second)));

    it('answer nothing when Redis was emptied', async () => {
      await knownToBoth();
      await direct.flushall();
      expect(await askers()).toEqual([undefined, undefined]);
    });

    it.each([{ hash: session.hash }, { userId: 'ada' }, { ecosystemId: 'acme' }])(
      'answer nothing, in no process, when one of them has invalidated %p',
      async (invalidation) => {
        await knownToBoth();
        await one.invalidate(invalidation, noon);
        expect(await askers()).toEqual([undefined, undefined]);
        await other.put(newSession({ confirmedAt: noon + second }), noon + second);
        expect(await askers()).toEqual([undefined, undefined]);
      },
    );

    it('are exact, whichever process used it before, and whichever clock is slow', async () => {
      await knownToBoth();
      await other.get(session.hash, noon + 2 * minute);
      const slid = newSession({ expiresAt: noon + 2 * minute + hour });
      expect(await one.get(session.hash, noon + minute)).toEqual(slid);
      expect(await one.get(session.hash, noon + 2 * minute + hour)).toEqual(slid);
    });

    it('answer what another process has put since, though confirmed at the same moment', async () => {
      await knownToBoth();
      const news = newSession({ permissions: [], storedUse: noon });
      await other.put(structuredClone(news), noon);
      expect(await one.get(session.hash, noon)).toEqual(news);
    });

    it('answer what an older snapshot holds, when Redis has gone back to it', async () => {
      await knownToBoth();
      const dumped = await direct.dumpBuffer(key);
      await one.put(newSession({ permissions: [] }), noon);
      expect(await one.get(session.hash, noon)).toMatchObject({ permissions: [] });
      await direct.restore(key, hour, dumped, 'REPLACE');
      for (const cache of [one, other]) expect(await cache.get(session.hash, noon)).toEqual(session);
    });
  });

  it('understand a session that a process of the version before has put', async () => {
    const lifetime = { expiryType: 'SlidingTtl', ttl: hour, maxAge: 90 * minute } as const;
    const given = newSession({ lifetime });
    const fields = { session: JSON.stringify(given), at: noon, end: noon + hour, ttl: hour };
    await direct.hset(key, { ...fields, cap: noon + 90 * minute, keep: hour + 2 * minute });
    await direct.pexpire(key, minute);
    for (const [now, end] of [
      [10 * minute, 70 * minute],
      [50 * minute, 90 * minute],
      [90 * minute, 90 * minute],
    ] as const) {
      expect(await one.get(given.hash, noon + now)).toEqual({ ...given, expiresAt: noon + end });
    }
    expect(await direct.hget(key, 'end')).toBe(String(noon + 90 * minute));
    expect(await direct.pttl(key)).toBeGreaterThan(hour);
  });
});
