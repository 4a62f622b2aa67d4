import type { Lifetime } from '../../src/sessions/lifetime.js';
import type { Session } from '../../src/sessions/session.js';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** Noon, when every story about a session begins. */
export const noon = Date.UTC(2026, 10, 22, 12);

/** An hour from the last use. */
export const slidingHour: Lifetime = { expiryType: 'SlidingTtl', ttl: hour };

/** What could be the hash of a token, and is easy to read. */
export const hashLike = (name: string): string => name.padEnd(43, '_');

/** A session of a user's sliding token, minted and confirmed at noon; `given` says what is else. */
export function newSession(given: Partial<Session> = {}): Session {
  return {
    hash: hashLike('hash-of-ada'),
    tokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11',
    holder: 'user',
    ecosystemId: 'acme',
    userId: 'ada',
    username: 'ada',
    externalId: null,
    permissions: ['users:read', 'tokens:list'],
    narrowedTo: null,
    isSignedIn: false,
    lifetime: slidingHour,
    createdAt: noon,
    expiresAt: noon + hour,
    storedUse: null,
    confirmedAt: noon,
    ...given,
  };
}
