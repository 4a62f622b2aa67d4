import { type Permission } from '../../../common/permission.js';
import type { ExpiryType } from '../../../sessions/lifetime.js';
import type { Verdict } from '../../../sessions/session.js';
import type { Holder } from '../../../common/holder.js';
import type { UserView } from '../users/users.wire.js';

/** What introspection says (RFC 7662 §2.2). Of a token that is not live, it says nothing but that. */
export class Introspection {
  /** @example true */
  active: boolean;

  /**
   * The user's id; for keys the token's.
   * @example BsNr28znDkG8aeo7W
   */
  sub?: string;

  /**
   * End, in seconds since the epoch; absent when it never ends.
   * @example 1795345200
   */
  exp?: number;

  /**
   * Creation, in seconds since the epoch.
   * @example 1795341600
   */
  iat?: number;

  /**
   * What the token may do now, separated by spaces; absent when that is nothing.
   * @example tokens:mint tokens:list
   */
  scope?: string;

  /** @example Bearer */
  token_type?: 'Bearer';

  /**
   * Id of the token's record.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  jti?: string;

  /**
   * Absent for account tokens.
   * @example default
   */
  ecosystem_id?: string;

  /**
   * Whose token it is.
   * @example user
   */
  holder?: Holder;

  /** @example SlidingTtl */
  expiry_type?: ExpiryType;
}

/** Who the presented token makes you. */
export class SelfView {
  /** @example user */
  holder: 'account' | 'server' | 'user';

  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  tokenId: string | null;

  /** @example default */
  ecosystemId: string | null;

  /** The user, when the token is a user's. */
  user: UserView | null;

  /**
   * What you may do with this token.
   * @example ["tokens:mint"]
   */
  permissions: Permission[];
}

/** The verdict as RFC 7662 has it. */
export function introspectionOf(verdict: Verdict): Introspection {
  if (!verdict.live) return { active: false };
  const { session } = verdict;
  return {
    active: true,
    sub: session.userId ?? session.tokenId,
    exp: session.expiresAt === null ? undefined : Math.floor(session.expiresAt / 1000),
    iat: Math.floor(session.createdAt / 1000),
    scope: session.permissions.join(' ') || undefined,
    token_type: 'Bearer',
    jti: session.tokenId,
    ecosystem_id: session.ecosystemId ?? undefined,
    holder: session.holder,
    expiry_type: session.lifetime.expiryType,
  };
}
