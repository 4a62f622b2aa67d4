import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import type { Permission } from '../../common/permission.js';
import { type End, endAfter, type Lifetime } from '../../sessions/lifetime.js';
import type { Token } from '../token.entity.js';

declare const granted: unique symbol;

/** A lifetime that its maker may give: no row of a token is made without one. */
export type GrantedLifetime = Lifetime & { readonly [granted]: true };

/** What is asked of a mint, as far as its life goes. */
export interface LifetimeWish {
  lifetime: Lifetime;
  /** Whether the lifetime was asked for: then more than the caller may give is refused, else it is cut. */
  isLifetimeChosen?: boolean;
  /** The token in whose place the new one is. */
  replaces?: Token;
}

/**
 * A lifetime is handed on as a permission is: nobody gives more of it than they have. Everything that makes or prolongs a
 * token passes here. What is made ends no later than the token that is presented, as its end is known now, unless the
 * holder showed a password for that.
 *
 * @param authority the permission by which tokens of others are made, whose ends its holder decides; keys know none
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
  // Whole seconds, as every dialect tells them.
  const left = Math.floor((limit - now) / 1000) * 1000;
  if (left <= 0 || (isLifetimeChosen && isLater(boundOf(lifetime, now), limit))) throw tooLong(limit);
  return cut(lifetime, left) as GrantedLifetime;
}

/** Whether what the caller makes dies with the presented token; what was made by an authority or a password does not. */
export function isBoundToToken(caller: Caller, authority: Permission): boolean {
  return !caller.isSignedIn && caller.tokenId !== null && !caller.permissions.includes(authority);
}

/** Until when what the caller makes may live; null for as long as it likes. */
function limitOf({ isSignedIn, endsAt, tokenId }: Caller, replaces: Token | undefined): End {
  if (isSignedIn) return null;
  // A sliding token that gives its place goes on sliding there, up to its absolute end.
  if (replaces?.expiryType === 'SlidingTtl' && replaces.id === tokenId) {
    return replaces.maxAge === null ? null : replaces.createdAt + replaces.maxAge;
  }
  return endsAt;
}

/** What was asked for: of a sliding token the end that it has without a use, unless an absolute one is named. */
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
