/**
 * Every rule about time, as pure functions of moments (ms since the epoch) and lengths (ms).
 *
 * The promise of a sliding token: it never dies before a full `ttl` has passed since its last use. Its end is exact while the
 * session cache has it, and at most `granularity` late otherwise. So the stored end is one granularity later than its use
 * demands, and a later use is stored before its end could overtake the stored one.
 */

export const expiryTypes = ['Infinite', 'FixedTtl', 'SlidingTtl'] as const;
export type ExpiryType = (typeof expiryTypes)[number];

/** The lifetime of a token; `maxAge` is an absolute end, counted from its creation. Lengths in ms. */
export type Lifetime =
  | { expiryType: 'Infinite'; maxAge?: number }
  | { expiryType: 'FixedTtl'; ttl: number; maxAge?: number }
  | { expiryType: 'SlidingTtl'; ttl: number; maxAge?: number };

/** A moment, or null for never. */
export type End = number | null;

const coarsest = 60_000;

/** How long a session is trusted after its confirmation by the database, in ms. */
export const trustedFor = 60_000;

/** The maximum lag of the stored row behind the last use, in ms. */
export function granularity(lifetime: Lifetime): number {
  return lifetime.expiryType === 'SlidingTtl' ? Math.min(lifetime.ttl / 20, coarsest) : coarsest;
}

/** The exact end of a token that was created at `createdAt` and last used at `usedAt`, or at its creation. */
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

/** The end that is stored with a use at `usedAt`: exact, for sliding tokens one granularity later. */
export function storedEndAfter(lifetime: Lifetime, createdAt: number, usedAt: number): End {
  const slack = lifetime.expiryType === 'SlidingTtl' ? Math.ceil(granularity(lifetime)) : 0;
  return endAfter(lifetime, createdAt, usedAt + slack);
}

/** Whether a token is live at `now`; it is dead from the moment of its end. */
export function isLiveAt(end: End, now: number): boolean {
  return end === null || now < end;
}

/** Whether a use at `now` is due to be stored, half a granularity before the stored end could be overtaken. */
export function isLastUseDue(
  lifetime: Lifetime,
  storedUse: number | null,
  createdAt: number,
  now: number,
): boolean {
  if (storedUse === null && lifetime.expiryType !== 'SlidingTtl') return true;
  return now - (storedUse ?? createdAt) > granularity(lifetime) / 2;
}

/**
 * Whether the stored end comes before the end that a use at `now` promises. Then the use must be stored before it is
 * acknowledged, because the token would die early if the cache lost it.
 */
export function isLastUseOverdue(
  lifetime: Lifetime,
  storedUse: number | null,
  createdAt: number,
  now: number,
): boolean {
  return lifetime.expiryType === 'SlidingTtl' && now - (storedUse ?? createdAt) > granularity(lifetime);
}

/** Whether a session that was confirmed at `confirmedAt` is trusted without the database. */
export function isConfirmed(confirmedAt: number, now: number): boolean {
  return now - confirmedAt < trustedFor;
}

function earlier(end: number, other: End): number {
  return other === null ? end : Math.min(end, other);
}

/** A length in ms as whole seconds, rounded up: rotations and imports make fractions. Null stays null. */
export function wholeSeconds(ms: number): number;
export function wholeSeconds(ms: number | null): number | null;
export function wholeSeconds(ms: number | null): number | null {
  return ms === null ? null : Math.ceil(ms / 1000);
}
