import type { Caller } from '../../common/caller.js';

/** Requests in a window that begins with the first of them. */
export interface Quota {
  requests: number;
  seconds: number;
  /** After the quota is exceeded, the client waits this many seconds instead of until the window ends. */
  penalty?: number;
}

export interface Usage {
  /** `per-key`, `per-address`, `verification`, or a dialect's name. */
  limit: string;
  quota: Quota;
  used: number;
  remaining: number;
  isExceeded: boolean;
  /** Time until the quota is restored, in ms. */
  msLeft: number;
}

/** A vendor's quota, by which its clients pace themselves. */
export interface VendorQuota {
  quota: Quota;
  per: 'address' | 'address-and-route';
  routes?: Record<string, Quota>;
  isExempt?: (caller: Caller) => boolean;
}

/** How a dialect limits requests and reports it. */
export interface RatePolicy {
  name: string;
  headers: (usages: Usage[], now: number) => Record<string, string>;
  /** Absent where the vendor documents none. */
  vendor?: VendorQuota;
}

export function tightest(usages: Usage[]): Usage {
  return usages.reduce((one, other) =>
    other.remaining < one.remaining || (other.isExceeded && other.msLeft > one.msLeft) ? other : one,
  );
}

/** Whole seconds, rounded up, so that a client never retries too early. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Structured fields of draft-ietf-httpapi-ratelimit-headers-11. */
export function standardHeaders(usages: Usage[]): Record<string, string> {
  const policies = usages.map(({ limit, quota }) => `"${limit}";q=${quota.requests};w=${quota.seconds}`);
  const states = usages.map(
    ({ limit, remaining, msLeft }) => `"${limit}";r=${remaining};t=${secondsOf(msLeft)}`,
  );
  return { 'ratelimit-policy': policies.join(', '), ratelimit: states.join(', ') };
}
