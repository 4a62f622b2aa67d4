/**
 * Every rule about time that a token obeys, as pure functions of moments (ms since the epoch) and lengths (ms).
 *
 * The promise of a sliding token: it never dies before a full `ttl` after its last use; its end is exact while the
 * session cache lives, and at most `granularity` late when the cache forgot. So the stored row ends one granularity
 * later than the use it was written for, and is written anew before the true end could overtake it.
 */

export const expiryTypes = ['Infinite', 'FixedTtl', 'SlidingTtl'] as const;
export type ExpiryType = (typeof expiryTypes)[number];

/** How long a token lives; `maxAge` is an absolute end counted from its creation. All lengths in ms. */
export type Lifetime =
  | { expiryType: 'Infinite'; maxAge?: number }
  | { expiryType: 'FixedTtl'; ttl: number; maxAge?: number }
  | { expiryType: 'SlidingTtl'; ttl: number; maxAge?: number };

/** An end of null means: never. */
export type End = number | null;

const coarsest = 60_000;

/** How long a session is trusted without being confirmed by the database, in ms. */
export const trustedFor = 60_000;

/** The most that the stored row may lag behind the last use, in ms. */
export function granularity(lifetime: Lifetime): number {
  return lifetime.expiryType === 'SlidingTtl' ? Math.min(lifetime.ttl / 20, coarsest) : coarsest;
}

/** The exact end of a token created at `createdAt` and last used at `usedAt` (its creation, when it never was). */
export function endAfter(lifetime: Lifetime, createdAt: number, usedAt: number): End {
  const absolute = lifetime.maxAge === undefined ? null : createdAt + lifetime.maxAge;
  switch (lifetime.expiryType) {
    case 'Infinite':
      return absolute;
    case 'FixedTtl':
      return earlier(createdAt + lifetime.ttl, absolute);
    case 'SlidingTtl':
      return earlier(usedAt + lifetime.ttl, absolute);
  }
}

/** The end that is stored with a use at `usedAt`: the exact one, for sliding tokens one granularity later. */
export function storedEndAfter(lifetime: Lifetime, createdAt: number, usedAt: number): End {
  const slack = lifetime.expiryType === 'SlidingTtl' ? Math.ceil(granularity(lifetime)) : 0;
  return endAfter(lifetime, createdAt, usedAt + slack);
}

/** A token is dead from the very moment of its end. */
export function isLiveAt(end: End, now: number): boolean {
  return end === null || now < end;
}

/** Whether a use at `now` is due to be stored, half a granularity before the stored end could be overtaken. */
export function isCheckpointDue(
  lifetime: Lifetime,
  storedUse: number | null,
  createdAt: number,
  now: number,
): boolean {
  if (storedUse === null && lifetime.expiryType !== 'SlidingTtl') return true;
  return now - (storedUse ?? createdAt) > granularity(lifetime) / 2;
}

/**
 * Whether the stored end would come before the end that a use at `now` promises: then the use must be stored before it
 * is acknowledged, since whoever forgets it would let the token die early.
 */
export function isCheckpointOverdue(
  lifetime: Lifetime,
  storedUse: number | null,
  createdAt: number,
  now: number,
): boolean {
  return lifetime.expiryType === 'SlidingTtl' && now - (storedUse ?? createdAt) > granularity(lifetime);
}

/** Whether a session last confirmed at `confirmedAt` may answer without asking the database. */
export function isConfirmed(confirmedAt: number, now: number): boolean {
  return now - confirmedAt < trustedFor;
}

function earlier(end: number, other: End): number {
  return other === null ? end : Math.min(end, other);
}
