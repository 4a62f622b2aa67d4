import type { Lifetime } from '../../src/sessions/lifetime.js';
import type { Session } from '../../src/sessions/session.js';
import {
  type InvalidationTarget,
  type SessionCache,
  tombstoneFor,
} from '../../src/sessions/session-cache.js';
import { hashLike, hour, minute, newSession, noon, second } from './sessions.js';

/** What a peek promises: it sees what a use would see, and is none. */
export function peekContract(makeCache: () => SessionCache | Promise<SessionCache>): void {
  describe('peek', () => {
    let cache: SessionCache;

    beforeEach(async () => {
      cache = await makeCache();
    });

    /** A cache may keep the very object that it was given: what is compared must not be that one. */
    const put = (session: Session, now = noon) => cache.put(structuredClone(session), now);
    const peek = async (now: number, { hash } = newSession()) => structuredClone(await cache.peek(hash, now));

    it('sees nothing of what was never put', async () => {
      await put(newSession());
      expect(await peek(noon, newSession({ hash: hashLike('another') }))).toBeUndefined();
    });

    const lifetimes: [string, Lifetime, number | null][] = [
      ['SlidingTtl', { expiryType: 'SlidingTtl', ttl: hour }, noon + hour],
      ['FixedTtl', { expiryType: 'FixedTtl', ttl: hour }, noon + hour],
      ['Infinite', { expiryType: 'Infinite' }, null],
    ];
    it.each(lifetimes)('sees every field of a session of %s', async (_, lifetime, expiresAt) => {
      const session = newSession({ lifetime, expiresAt });
      await put(session);
      expect(await peek(noon + second)).toEqual(session);
    });

    it('sees the end that the last use made, and moves it nowhere, however often', async () => {
      await put(newSession());
      await cache.get(newSession().hash, noon + minute);
      const used = newSession({ expiresAt: noon + minute + hour });
      for (let now = noon + minute; now <= noon + 2 * hour; now += 10 * minute) {
        expect(await peek(now)).toEqual(used);
      }
      expect(structuredClone(await cache.get(newSession().hash, noon + minute + hour))).toEqual(used);
    });

    it('is handed a session of its own, which later uses do not change', async () => {
      await put(newSession());
      const seen = await cache.peek(newSession().hash, noon);
      await cache.get(newSession().hash, noon + minute);
      expect(seen).toEqual(newSession());
    });

    it.each<[string, InvalidationTarget]>([
      ['token', { hash: newSession().hash }],
      ['user', { userId: 'ada' }],
      ['ecosystem', { ecosystemId: 'acme' }],
    ])('does not see through the tombstone of a %s', async (_, invalidation) => {
      await put(newSession());
      await cache.invalidate(invalidation, noon + second);
      for (const now of [noon + second, noon + second + tombstoneFor - 1]) {
        expect(await peek(now)).toBeUndefined();
      }
    });
  });
}
