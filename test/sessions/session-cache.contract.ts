import type { Lifetime } from '../../src/sessions/lifetime.js';
import type { Session } from '../../src/sessions/session.js';
import type { SessionCache } from '../../src/sessions/session-cache.js';
import { peekContract } from './session-cache.peek.contract.js';
import { sessionCacheModelContract } from './session-cache.model.contract.js';
import { tombstonesContract } from './session-cache.tombstones.contract.js';
import { hashLike, hour, minute, newSession, noon, second } from './sessions.js';

/**
 * What every session cache promises. `makeCache` makes one that is empty and nobody else's, with room for all sessions
 * here; the spec that calls this closes it. A cache may forget at any time in real life, but not while it has room and
 * works.
 */
export function sessionCacheContract(
  name: string,
  makeCache: () => SessionCache | Promise<SessionCache>,
): void {
  describe(name, () => {
    let cache: SessionCache;

    beforeEach(async () => {
      cache = await makeCache();
    });

    /** A cache may keep the very object that it was given: what is compared must not be that one. */
    const put = (session: Session, now = noon) => cache.put(structuredClone(session), now);
    const get = async (now: number, { hash } = newSession()) => structuredClone(await cache.get(hash, now));

    describe('put and get', () => {
      it('a session that was never put is unknown', async () => {
        await put(newSession());
        expect(await get(noon, newSession({ hash: hashLike('another') }))).toBeUndefined();
      });

      const holders: [string, Partial<Session>][] = [
        ['a user', {}],
        ['a server', { holder: 'server', userId: null, narrowedTo: ['users:read'] }],
        ['an account', { holder: 'account', userId: null, ecosystemId: null, permissions: [] }],
      ];
      it.each(holders)('the session of %s that was put is got, every field of it', async (_, given) => {
        const lifetime: Lifetime = { expiryType: 'FixedTtl', ttl: hour, maxAge: 2 * hour };
        const session = newSession({ ...given, lifetime, storedUse: noon - 1 });
        await put(session);
        expect(await get(noon + 1)).toEqual(session);
      });

      it('sessions do not get into each other’s way', async () => {
        const sessions = Array.from({ length: 50 }, (_, index) =>
          newSession({
            hash: hashLike(`hash-${index}`),
            userId: `user-${index}`,
            expiresAt: noon + hour + index,
          }),
        );
        await Promise.all(sessions.map((session) => put(session)));
        const got = await Promise.all(sessions.map((session) => get(noon, session)));
        expect(got).toEqual(sessions);
      });

      it('a later put replaces what was known: permissions, confirmation, what the database knows', async () => {
        await put(newSession());
        const news = newSession({ permissions: [], storedUse: noon, confirmedAt: noon + minute });
        await put(news, noon + minute);
        expect(await get(noon)).toEqual(news);
      });

      it('a session is handed over long after its confirmation, so that its exact end stays known', async () => {
        await put(newSession());
        expect(await get(noon + 50 * minute)).toEqual(newSession({ expiresAt: noon + 110 * minute }));
      });
    });

    describe('the end of a sliding session', () => {
      it('follows every get, a full ttl after it', async () => {
        await put(newSession());
        for (let now = noon; now < noon + 5 * hour; now += 59 * minute) {
          expect(await get(now)).toEqual(newSession({ expiresAt: now + hour }));
        }
      });

      it('has come at its very moment: what has expired is handed over as it is, and never slid', async () => {
        await put(newSession());
        await get(noon + minute);
        const expired = newSession({ expiresAt: noon + minute + hour });
        for (const late of [0, 1, second, 30 * second]) {
          expect(await get(noon + minute + hour + late)).toEqual(expired);
        }
      });

      it('is prolonged by a get a millisecond before it', async () => {
        await put(newSession());
        const now = noon + hour - 1;
        expect(await get(now)).toEqual(newSession({ expiresAt: now + hour }));
      });

      it('is capped by maxAge', async () => {
        const lifetime: Lifetime = { expiryType: 'SlidingTtl', ttl: hour, maxAge: 90 * minute };
        await put(newSession({ lifetime }));
        expect(await get(noon + 10 * minute)).toEqual(
          newSession({ lifetime, expiresAt: noon + 70 * minute }),
        );
        expect(await get(noon + 50 * minute)).toEqual(
          newSession({ lifetime, expiresAt: noon + 90 * minute }),
        );
        expect(await get(noon + 90 * minute)).toEqual(
          newSession({ lifetime, expiresAt: noon + 90 * minute }),
        );
      });

      it('is not moved to an earlier moment by a get of a slower clock', async () => {
        await put(newSession());
        await get(noon + minute);
        expect(await get(noon + second)).toEqual(newSession({ expiresAt: noon + minute + hour }));
      });

      it('is not moved to an earlier moment by a put, which takes effect otherwise', async () => {
        await put(newSession());
        await get(noon + 30 * second);
        await put(newSession({ permissions: [], expiresAt: noon + hour }), noon + 31 * second);
        const slid = newSession({ permissions: [], expiresAt: noon + 30 * second + hour });
        expect(await get(noon)).toEqual(slid);
      });

      it('is moved to a later moment by a put', async () => {
        await put(newSession());
        await put(newSession({ expiresAt: noon + 2 * hour }));
        expect(await get(noon)).toEqual(newSession({ expiresAt: noon + 2 * hour }));
      });

      const others: [string, Lifetime, number | null][] = [
        ['FixedTtl', { expiryType: 'FixedTtl', ttl: hour }, noon + hour],
        ['Infinite', { expiryType: 'Infinite' }, null],
        ['Infinite with maxAge', { expiryType: 'Infinite', maxAge: hour }, noon + hour],
      ];
      it.each(others)('%s: does not slide', async (_, lifetime, expiresAt) => {
        const session = newSession({ lifetime, expiresAt });
        await put(session);
        await put(session, noon + 10 * second);
        expect(await get(noon + 30 * minute)).toEqual(session);
        expect(await get(noon + hour)).toEqual(session);
      });
    });

    describe('an old confirmation', () => {
      it('keeps a session out that is to be put', async () => {
        await put(newSession(), noon + minute);
        expect(await get(noon + minute)).toBeUndefined();
      });

      it('of just less than a minute does not', async () => {
        await put(newSession(), noon + minute - 1);
        expect(await get(noon)).toEqual(newSession());
      });

      it('leaves alone what is known already', async () => {
        await put(newSession({ permissions: [], confirmedAt: noon + minute }), noon + minute);
        await put(newSession({ expiresAt: noon + 2 * hour }), noon + minute);
        expect(await get(noon)).toEqual(newSession({ permissions: [], confirmedAt: noon + minute }));
      });
    });

    peekContract(makeCache);
    tombstonesContract(makeCache);
    sessionCacheModelContract(makeCache);
  });
}
