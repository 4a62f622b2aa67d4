import { isConfirmed, type Lifetime } from '../../src/sessions/lifetime.js';
import type { Session } from '../../src/sessions/session.js';
import {
  type InvalidationTarget,
  type SessionCache,
  tombstoneFor,
} from '../../src/sessions/session-cache.js';
import { hashLike, hour, minute, newSession, noon, second } from './sessions.js';

/** What an invalidation promises: forgetting is allowed, remembering what was invalidated is not. */
export function tombstonesContract(makeCache: () => SessionCache | Promise<SessionCache>): void {
  describe('tombstones', () => {
    let cache: SessionCache;

    beforeEach(async () => {
      cache = await makeCache();
    });

    /** A cache may keep the very object that it was given: what is compared must not be that one. */
    const put = (session: Session, now = noon) => cache.put(structuredClone(session), now);
    const get = async (now: number, { hash } = newSession()) => structuredClone(await cache.get(hash, now));

    /** Whether the cache holds a session that answers without the database. */
    const isTrusted = async (now: number): Promise<boolean> => {
      const got = await get(now);
      return got !== undefined && isConfirmed(got.confirmedAt, now);
    };

    describe.each<[string, InvalidationTarget]>([
      ['token', { hash: newSession().hash }],
      ['user', { userId: 'ada' }],
      ['ecosystem', { ecosystemId: 'acme' }],
    ])('a tombstone of a %s', (kind, invalidation) => {
      const invalidatedAt = noon + second;

      it('hides at once what was cached, and says that it is laid', async () => {
        await put(newSession());
        expect(await cache.invalidate(invalidation, invalidatedAt)).toBe(true);
        expect(await get(invalidatedAt)).toBeUndefined();
      });

      it('cannot be overwritten while it stands, not even by what was confirmed after it', async () => {
        await put(newSession());
        await cache.invalidate(invalidation, invalidatedAt);
        for (const now of [invalidatedAt, invalidatedAt + minute, invalidatedAt + tombstoneFor - 1]) {
          await put(newSession({ confirmedAt: now }), now);
          expect(await get(now)).toBeUndefined();
        }
      });

      it('lets sessions in again when it has run out', async () => {
        const now = invalidatedAt + tombstoneFor;
        await put(newSession());
        await cache.invalidate(invalidation, invalidatedAt);
        await put(newSession({ confirmedAt: now, expiresAt: now + hour }), now);
        expect(await get(now)).toEqual(newSession({ confirmedAt: now, expiresAt: now + hour }));
      });

      it('outlives every session that was read before it: a slow put does not bring one back', async () => {
        await cache.invalidate(invalidation, invalidatedAt);
        for (let now = invalidatedAt; now <= invalidatedAt + tombstoneFor; now += second) {
          await put(newSession({ confirmedAt: invalidatedAt }), now);
        }
        expect(await isTrusted(invalidatedAt + tombstoneFor)).toBe(false);
      });

      it('leaves nothing behind that answers without the database', async () => {
        await put(newSession());
        await cache.invalidate(invalidation, invalidatedAt);
        expect(await isTrusted(invalidatedAt + tombstoneFor)).toBe(false);
      });

      it('leaves no end behind that is earlier than the uses under it', async () => {
        const lifetime: Lifetime = { expiryType: 'SlidingTtl', ttl: 90 * second };
        await put(newSession({ lifetime, expiresAt: noon + 90 * second }));
        await cache.invalidate(invalidation, invalidatedAt);
        const usedAt = noon + minute;
        await get(usedAt);
        // Past the end that was known before the tombstone, and not past the true one.
        const got = await get(invalidatedAt + tombstoneFor);
        expect(got === undefined || got.expiresAt! >= usedAt + 90 * second).toBe(true);
      });

      it('laid once more stands from then on', async () => {
        await cache.invalidate(invalidation, invalidatedAt);
        await cache.invalidate(invalidation, invalidatedAt + minute);
        const now = invalidatedAt + minute + tombstoneFor - 1;
        await put(newSession({ confirmedAt: now }), now);
        expect(await get(now)).toBeUndefined();
      });

      it('touches no other', async () => {
        const other = newSession({
          hash: hashLike('hash-of-bob'),
          userId: 'bob',
          ecosystemId: kind === 'ecosystem' ? 'globex' : 'acme',
        });
        const account = newSession({
          ...{ hash: hashLike('hash-of-ops'), holder: 'account' },
          ...{ userId: null, ecosystemId: null },
        });
        await put(other);
        await put(account);
        await cache.invalidate(invalidation, invalidatedAt);
        expect(await get(noon, other)).toEqual(other);
        expect(await get(noon, account)).toEqual(account);
        await put({ ...other, permissions: [] }, invalidatedAt);
        expect(await get(noon, other)).toEqual({ ...other, permissions: [] });
      });

      it('covers every session of it', async () => {
        const hash = hashLike('second-of-ada');
        await put(newSession());
        await put(newSession({ hash }));
        await cache.invalidate(invalidation, invalidatedAt);
        expect(await get(invalidatedAt)).toBeUndefined();
        const another = await get(noon, newSession({ hash }));
        expect(another).toEqual(kind === 'token' ? newSession({ hash }) : undefined);
      });
    });

    it('names that look alike are of different things: a user’s tombstone is not an ecosystem’s', async () => {
      const session = newSession({ hash: 'x', userId: 'ada', ecosystemId: 'acme' });
      await put(session);
      await cache.invalidate({ userId: 'acme' }, noon);
      await cache.invalidate({ ecosystemId: 'ada' }, noon);
      await cache.invalidate({ userId: 'x' }, noon);
      await cache.invalidate({ hash: 'ada' }, noon);
      expect(await get(noon, session)).toEqual(session);
    });

    it('many tombstones stand side by side, and each runs out at its own time', async () => {
      for (let index = 0; index < 200; index++) {
        await cache.invalidate({ hash: `hash-${index}` }, noon + index * second);
      }
      const now = noon + 100 * second + tombstoneFor;
      const sessions = Array.from({ length: 200 }, (_, index) =>
        newSession({ hash: `hash-${index}`, confirmedAt: now, expiresAt: now + hour }),
      );
      for (const session of sessions) await put(session, now);
      const got = await Promise.all(sessions.map((session) => get(now, session)));
      expect(got).toEqual(sessions.map((session, index) => (index <= 100 ? session : undefined)));
    });
  });
}
