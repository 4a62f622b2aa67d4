import { Redis } from 'ioredis';
import type { RedisSessionCache } from '../../../src/sessions/redis-session-cache.js';
import { tombstoneFor } from '../../../src/sessions/session-cache.js';
import { sessionCacheContract } from '../../sessions/session-cache.contract.js';
import { hashLike, hour, minute, newSession, noon, second } from '../../sessions/sessions.js';
import { PrivateRedis } from '../../support/servers.js';
import { RedisCaches } from './redis-caches.js';
import { RoundTrips } from './round-trips.js';

// A machine that stands still for a quarter of a second has lost its Redis: what holds then is for the suites of the faults.
jest.retryTimes(3, { logErrorsBeforeRetry: true });

describe('on a Redis of its own', () => {
  let redis: PrivateRedis;
  let trips: RoundTrips;
  let direct: Redis;
  const caches = new RedisCaches(() => `redis://127.0.0.1:${trips.port}`, 'the-prefix:');

  beforeAll(async () => {
    redis = await PrivateRedis.start();
    trips = await RoundTrips.before(redis.port);
    direct = new Redis(redis.url);
  });
  afterEach(() => caches.close());
  afterAll(async () => {
    direct.disconnect();
    await trips.close();
    await redis.stop();
  });

  sessionCacheContract('the session cache on Redis', () => caches.make());

  describe('the session cache on Redis', () => {
    let cache: RedisSessionCache;

    beforeEach(async () => {
      await direct.flushall();
      cache = await caches.make('the-prefix:');
    });

    /** All but the identity of the cache, which has no end. */
    const keys = async () => (await direct.keys('*')).filter((key) => key !== 'the-prefix:id').sort();
    const session = newSession();
    const sessionKey = `the-prefix:s:{${session.hash}}`;

    it('keeps keys of these shapes only, each with an expiry of its own', async () => {
      await cache.put(newSession(), noon);
      await cache.put(
        newSession({ hash: hashLike('fixed'), lifetime: { expiryType: 'FixedTtl', ttl: hour } }),
        noon,
      );
      await cache.put(
        newSession({ hash: hashLike('infinite'), lifetime: { expiryType: 'Infinite' }, expiresAt: null }),
        noon,
      );
      await cache.invalidate({ hash: hashLike('invalidated') }, noon);
      await cache.invalidate({ userId: 'grace' }, noon);
      await cache.invalidate({ ecosystemId: 'globex' }, noon);
      const expected: [key: string, most: number][] = [
        [`the-prefix:d:e:globex`, tombstoneFor],
        [`the-prefix:d:u:grace`, tombstoneFor],
        [`the-prefix:d:{${hashLike('invalidated')}}`, tombstoneFor],
        [`the-prefix:s:{${hashLike('fixed')}}`, 2 * minute],
        [sessionKey, hour + 2 * minute],
        [`the-prefix:s:{${hashLike('infinite')}}`, 2 * minute],
      ];
      expect(await keys()).toEqual(expected.map(([key]) => key).sort());
      for (const [key, most] of expected) {
        const left = await direct.pttl(key);
        expect([key, left > most - 10 * second && left <= most]).toEqual([key, true]);
      }
    });

    it('prolongs the expiry of a sliding session with its uses, ten seconds behind at the most, of no other', async () => {
      const fixed = newSession({ hash: hashLike('fixed'), lifetime: { expiryType: 'FixedTtl', ttl: hour } });
      await cache.put(newSession(), noon);
      await cache.put(fixed, noon);
      const fixedKey = `the-prefix:s:{${fixed.hash}}`;
      for (const known of [true, false]) {
        for (const key of [sessionKey, fixedKey]) await direct.pexpire(key, minute);
        const user = known ? cache : await caches.make('the-prefix:');
        const from = known ? noon : noon + minute;
        for (let now = from; now <= from + 10 * second; now += second) {
          await user.get(session.hash, now);
          await user.get(fixed.hash, now);
        }
        expect(await direct.pttl(sessionKey)).toBeGreaterThan(hour);
        expect(await direct.pttl(fixedKey)).toBeLessThanOrEqual(minute);
      }
    });

    it('a use creates nothing: not of what is unknown, nor was emptied, nor is invalidated', async () => {
      await cache.get(session.hash, noon);
      expect(await keys()).toEqual([]);
      await cache.put(newSession(), noon);
      await cache.get(session.hash, noon);
      await direct.flushall();
      expect(await cache.get(session.hash, noon + second)).toBeUndefined();
      expect(await keys()).toEqual([]);
      await cache.put(newSession(), noon);
      await cache.invalidate({ hash: session.hash }, noon + second);
      expect(await cache.get(session.hash, noon + second)).toBeUndefined();
      await cache.put(newSession(), noon + second);
      expect(await keys()).toEqual([`the-prefix:d:{${session.hash}}`]);
    });

    it('a use of a session whose tombstone covers its user or ecosystem leaves no session behind', async () => {
      for (const invalidation of [{ userId: 'ada' }, { ecosystemId: 'acme' }]) {
        await direct.flushall();
        await cache.put(newSession(), noon);
        await cache.invalidate(invalidation, noon + second);
        expect(await cache.get(session.hash, noon + second)).toBeUndefined();
        // What was sent before is done before.
        await cache.invalidate({ hash: hashLike('another') }, noon);
        expect(await direct.exists(sessionKey)).toBe(0);
      }
    });

    it.each([
      ['a user', newSession()],
      ['a server', newSession({ holder: 'server', userId: null })],
      ['an account', newSession({ holder: 'account', userId: null, ecosystemId: null })],
    ])('one round trip for a warm session of %s', async (_, given) => {
      await cache.put(structuredClone(given), noon);
      await cache.get(given.hash, noon);
      for (let use = 1; use <= 50; use += 1) {
        let got: unknown;
        const count = await trips.of(async () => (got = await cache.get(given.hash, noon + use)));
        expect([use, count, got !== undefined]).toEqual([use, 1, true]);
      }
    });

    it('one round trip for many warm sessions that are asked for at once', async () => {
      const sessions = Array.from({ length: 200 }, (_, index) => newSession({ hash: hashLike(`${index}`) }));
      for (const one of sessions) await cache.put(structuredClone(one), noon);
      const count = await trips.of(async () => {
        const got = await Promise.all(sessions.map(({ hash }) => cache.get(hash, noon + second)));
        expect(got.map((one) => one?.hash)).toEqual(sessions.map(({ hash }) => hash));
      });
      expect(count).toBe(1);
    });

    it('one round trip for what is unknown, one for a put and one for an invalidation', async () => {
      expect(await trips.of(() => cache.get(hashLike('unknown'), noon))).toBe(1);
      expect(await trips.of(() => cache.put(newSession(), noon))).toBe(1);
      expect(await trips.of(() => cache.invalidate({ hash: session.hash }, noon))).toBe(1);
    });

    it('two round trips for the first use of a token that this process never saw, one from then on', async () => {
      await cache.put(newSession(), noon);
      const other = await caches.make('the-prefix:');
      expect(await trips.of(() => other.get(session.hash, noon))).toBe(2);
      expect(await trips.of(() => other.get(session.hash, noon))).toBe(1);
    });

    it('sends the text of its scripts once, and again by itself when Redis has forgotten them', async () => {
      await cache.put(newSession(), noon);
      await cache.get(session.hash, noon);
      trips.sent = '';
      for (let use = 1; use <= 10; use += 1) await cache.get(session.hash, noon + use);
      expect(trips.sent).not.toContain('redis.call');
      await direct.script('FLUSH');
      for (let use = 1; use <= 10; use += 1) {
        expect(await cache.get(session.hash, noon + use)).toMatchObject({ hash: session.hash });
      }
    });

    it('a pause of this process itself is not taken for an absence of Redis', async () => {
      await cache.put(newSession(), noon);
      for (const isSent of [false, true]) {
        const got = cache.get(session.hash, noon);
        if (isSent) await new Promise(setImmediate);
        const until = Date.now() + second;
        while (Date.now() < until);
        expect([isSent, await got]).toEqual([isSent, newSession()]);
      }
    });

    it('two processes see each other’s sessions, uses and invalidations at once', async () => {
      const other = await caches.make('the-prefix:');
      await cache.put(newSession(), noon);
      const slid = newSession({ expiresAt: noon + minute + hour });
      expect(await other.get(session.hash, noon + minute)).toEqual(slid);
      expect(await cache.get(session.hash, noon + minute)).toEqual(slid);
      await other.invalidate({ userId: 'ada' }, noon + minute);
      expect(await cache.get(session.hash, noon + minute)).toBeUndefined();
    });
  });
});
