import type { Caller } from '../../common/caller.js';

/** So many requests in a window of so many seconds, which begins with the first of them. */
export interface Quota {
  requests: number;
  seconds: number;
  /** Whoever exceeds it waits so many seconds instead of for the window's end. */
  penalty?: number;
}

/** How much of a quota is used up. */
export interface Usage {
  /** Which of the limits it is: `per-key`, `per-address`, `verification`, or a dialect's name. */
  limit: string;
  quota: Quota;
  used: number;
  remaining: number;
  isExceeded: boolean;
  /** Until the quota is whole again, in ms. */
  msLeft: number;
}

/** The quota that a vendor gives, from which its own clients know when to slow down. */
export interface VendorQuota {
  quota: Quota;
  per: 'address' | 'address-and-route';
  /** Routes with a quota of their own, by their path. */
  routes?: Record<string, Quota>;
  isExempt?: (caller: Caller) => boolean;
}

/** How a dialect limits, and how it tells of it. */
export interface RatePolicy {
  name: string;
  /** Headers of an answer to a limited request. */
  headers: (usages: Usage[], now: number) => Record<string, string>;
  /** Absent where the vendor documents none. */
  vendor?: VendorQuota;
}

/** The limit that will be hit first. */
export function tightest(usages: Usage[]): Usage {
  return usages.reduce((one, other) =>
    other.remaining < one.remaining || (other.isExceeded && other.msLeft > one.msLeft) ? other : one,
  );
}

/** Whole seconds, rounded up, so that nobody is told to come too early. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** The structured fields of draft-ietf-httpapi-ratelimit-headers-11. */
export function standardHeaders(usages: Usage[]): Record<string, string> {
  const policies = usages.map(({ limit, quota }) => `"${limit}";q=${quota.requests};w=${quota.seconds}`);
  const states = usages.map(
    ({ limit, remaining, msLeft }) => `"${limit}";r=${remaining};t=${secondsOf(msLeft)}`,
  );
  return { 'ratelimit-policy': policies.join(', '), ratelimit: states.join(', ') };
}
