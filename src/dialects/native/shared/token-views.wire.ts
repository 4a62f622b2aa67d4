import type { Holder, Permission } from '../../../common/permission.js';
import { endAfter, type ExpiryType, isLiveAt, wholeSeconds } from '../../../sessions/lifetime.js';
import { lifetimeOf, ownPermissions } from '../../../tokens/verify/token-state.js';
import type { Token } from '../../../tokens/token.entity.js';
import type { Minted } from '../../../tokens/mint/new-token.js';
import { isoOf } from './native.wire.js';

/** The record of a token. It never contains the secret. */
export class TokenView {
  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  id: string;

  /**
   * Null for account tokens.
   * @example default
   */
  ecosystemId: string | null;

  /**
   * Kind of holder.
   * @example user
   */
  holder: Holder;

  /** @example BsNr28znDkG8aeo7W */
  userId: string | null;

  /** @example "Telephone of Ada" */
  name: string | null;

  /**
   * The API through which it was minted.
   * @example native
   */
  dialect: string;

  /**
   * State of the token itself. A token of an inactive user can be `live` here, but is refused.
   * @example live
   */
  state: 'live' | 'expired' | 'revoked';

  /** @example SlidingTtl */
  expiryType: ExpiryType;

  /**
   * Seconds; null when infinite.
   * @example 3600
   */
  ttl: number | null;

  /**
   * Absolute end, in seconds from the creation.
   * @example 86400
   */
  maxAge: number | null;

  /**
   * Permissions that narrow the token; null for all of the holder's.
   * @example ["tokens:introspect"]
   */
  permissions: Permission[] | null;

  /**
   * ISO 8601, UTC; null for never. For a sliding token, by the stored last use.
   * @example 2026-11-22T11:00:00.000Z
   */
  expiresAt: string | null;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /**
   * The token that minted it.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00
   */
  mintedBy: string | null;

  /**
   * ISO 8601, UTC: the last stored use, at most a minute old.
   * @example 2026-11-22T10:30:00.000Z
   */
  lastUsedAt: string | null;

  /** ISO 8601, UTC; null unless revoked. */
  revokedAt: string | null;

  /**
   * The token that replaced this one by rotation; `lastUsedAt` shows whether this one is still in use.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
   */
  replacedBy: string | null;

  /**
   * The token with which this one dies: the one that a user presented to mint it for themselves. Absent for
   * most tokens.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13
   */
  parent?: string;
}

/** A new token and its secret. */
export class MintedView {
  token: TokenView;

  /**
   * Shown only once. Store it safely: it cannot be read again.
   * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
   */
  secret: string;
}

/** Number of revoked tokens. */
export class RevokedView {
  /** @example 3 */
  revoked: number;
}

export function viewOfToken(token: Token, now: number): TokenView {
  const lifetime = lifetimeOf(token);
  return {
    id: token.id,
    ecosystemId: token.ecosystemId,
    holder: token.holder,
    userId: token.userId,
    name: token.name,
    dialect: token.dialect,
    state: token.revokedAt !== null ? 'revoked' : isLiveAt(token.expiresAt, now) ? 'live' : 'expired',
    expiryType: token.expiryType,
    ttl: wholeSeconds(token.ttl),
    maxAge: wholeSeconds(token.maxAge),
    permissions: ownPermissions(token) as Permission[] | null,
    expiresAt: isoOf(endAfter(lifetime, token.createdAt, token.lastUsedAt ?? token.createdAt)),
    createdAt: isoOf(token.createdAt),
    mintedBy: token.mintedBy,
    lastUsedAt: isoOf(token.lastUsedAt),
    revokedAt: isoOf(token.revokedAt),
    replacedBy: token.replacedBy,
    ...(token.parentId && { parent: token.parentId }),
  };
}

export function viewOfMinted({ token, secret }: Minted, now: number): MintedView {
  return { token: viewOfToken(token, now), secret };
}
