import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import type { Permission } from '../../common/permission.js';
import { type End, endAfter, type Lifetime } from '../../sessions/lifetime.js';
import type { Token } from '../token.entity.js';

declare const granted: unique symbol;

/** A lifetime that has been granted; every token row needs one. */
export type GrantedLifetime = Lifetime & { readonly [granted]: true };

/** The part of a mint request that concerns the lifetime. */
export interface LifetimeWish {
  lifetime: Lifetime;
  /** Whether the client chose the lifetime. A chosen lifetime beyond the caller's is refused, a default one is cut. */
  isLifetimeChosen?: boolean;
  /** The token that the new one replaces. */
  replaces?: Token;
}

/**
 * Grants a lifetime as permissions are granted: nobody grants more than they have. Every mint passes here. The new token ends
 * no later than the presented one, as its end is known now, unless that one was minted for a password.
 *
 * @param authority a permission whose holder may choose any end, for tokens of others; keys have none
 * @throws Failure `permission-denied`
 */
export function grantedLifetime(
  wish: LifetimeWish,
  caller: Caller,
  now: number,
  authority?: Permission,
): GrantedLifetime {
  const { lifetime, isLifetimeChosen } = wish;
  const isFree = authority !== undefined && caller.permissions.includes(authority);
  const limit = isFree ? null : limitOf(caller, wish.replaces);
  if (limit === null) return lifetime as GrantedLifetime;
  // Whole seconds, as every dialect shows them.
  const left = Math.floor((limit - now) / 1000) * 1000;
  if (left <= 0 || (isLifetimeChosen && isLater(boundOf(lifetime, now), limit))) throw tooLong(limit);
  return cut(lifetime, left) as GrantedLifetime;
}

/** Whether the new token dies with the presented one. Not with an authority or after a password. */
export function isBoundToToken(caller: Caller, authority: Permission): boolean {
  return !caller.isSignedIn && caller.tokenId !== null && !caller.permissions.includes(authority);
}

/** The latest end that the caller may grant; null for any. */
function limitOf({ isSignedIn, endsAt, tokenId }: Caller, replaces: Token | undefined): End {
  if (isSignedIn) return null;
  // The replacement of a sliding token slides on, up to its absolute end.
  if (replaces?.expiryType === 'SlidingTtl' && replaces.id === tokenId) {
    return replaces.maxAge === null ? null : replaces.createdAt + replaces.maxAge;
  }
  return endsAt;
}

/** The requested end. Without an absolute end, that of a sliding token is its end without any use. */
function boundOf(lifetime: Lifetime, now: number): End {
  return lifetime.maxAge !== undefined && lifetime.expiryType === 'SlidingTtl'
    ? now + lifetime.maxAge
    : endAfter(lifetime, now, now);
}

function isLater(end: End, limit: number): boolean {
  return end === null || end > limit;
}

function cut(lifetime: Lifetime, left: number): Lifetime {
  if (lifetime.expiryType === 'FixedTtl') return { ...lifetime, ttl: Math.min(lifetime.ttl, left) };
  return { ...lifetime, maxAge: Math.min(lifetime.maxAge ?? left, left) };
}

function tooLong(limit: number): Failure {
  const end = new Date(limit).toISOString();
  return new Failure('permission-denied', `You cannot give a life beyond that of your own token: ${end}`);
}
