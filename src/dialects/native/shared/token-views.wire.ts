import type { Permission } from '../../../common/permission.js';
import { endAfter, type ExpiryType, isLiveAt } from '../../../sessions/lifetime.js';
import { lifetimeOf, ownPermissions } from '../../../tokens/verify/token-state.js';
import type { Token } from '../../../tokens/token.entity.js';
import type { Holder } from '../../../common/holder.js';
import type { Minted } from '../../../tokens/mint/new-token.js';
import { isoOf } from './native.wire.js';

/** A token's record; its secret is nowhere. */
export class TokenView {
  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  id: string;

  /**
   * Null for account tokens.
   * @example default
   */
  ecosystemId: string | null;

  /**
   * Whose token it is.
   * @example user
   */
  holder: Holder;

  /** @example BsNr28znDkG8aeo7W */
  userId: string | null;

  /** @example "Telephone of Ada" */
  name: string | null;

  /**
   * The face through which it was minted.
   * @example native
   */
  dialect: string;

  /**
   * Whether it lives; a token of a deactivated user is shown with its own state.
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
   * What narrows it; null leaves the holder all.
   * @example ["tokens:introspect"]
   */
  permissions: Permission[] | null;

  /**
   * ISO 8601, UTC; null for never. A sliding token's end follows its stored last use.
   * @example 2026-11-22T11:00:00.000Z
   */
  expiresAt: string | null;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /**
   * Token of the caller who minted it.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00
   */
  mintedBy: string | null;

  /**
   * ISO 8601, UTC: the last use that was stored, at most a minute old.
   * @example 2026-11-22T10:30:00.000Z
   */
  lastUsedAt: string | null;

  /** ISO 8601, UTC; null while it is not revoked. */
  revokedAt: string | null;

  /**
   * Token that a rotation put in this one's place; `lastUsedAt` tells whether this one is still in use.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
   */
  replacedBy: string | null;

  /**
   * Token with which this one dies: the one that was presented when somebody minted it for oneself. Absent for most.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13
   */
  parent?: string;
}

/** A new token, and its secret. */
export class MintedView {
  token: TokenView;

  /**
   * Shown this once. Keep it safe: it cannot be read again.
   * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
   */
  secret: string;
}

/** How many tokens were revoked. */
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
    ttl: token.ttl === null ? null : token.ttl / 1000,
    maxAge: token.maxAge === null ? null : token.maxAge / 1000,
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
