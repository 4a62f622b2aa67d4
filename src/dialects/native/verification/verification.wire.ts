import { type Holder, type Permission } from '../../../common/permission.js';
import type { ExpiryType } from '../../../sessions/lifetime.js';
import type { Verdict } from '../../../sessions/session.js';
import type { UserView } from '../users/users.wire.js';

/** Result of an introspection (RFC 7662 §2.2). For a token that is not live, only `active`. */
export class Introspection {
  /** @example true */
  active: boolean;

  /**
   * Id of the user, or of a key's token.
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
   * Permissions of the token now, separated by spaces; absent without any.
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
   * Kind of holder.
   * @example user
   */
  holder?: Holder;

  /** @example SlidingTtl */
  expiry_type?: ExpiryType;

  /**
   * Sign-in name of the user; absent for keys, and for a user without one.
   * @example ada
   */
  username?: string;

  /**
   * Id of the user in your own system; absent for keys, and for a user without one.
   * @example customer-4711
   */
  external_id?: string;
}

/** The caller, by the presented token. */
export class SelfView {
  /** @example user */
  holder: 'account' | 'server' | 'user';

  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  tokenId: string | null;

  /** @example default */
  ecosystemId: string | null;

  /** The user, for a user's token. */
  user: UserView | null;

  /**
   * Permissions of the presented token.
   * @example ["tokens:mint"]
   */
  permissions: Permission[];
}

/** The verdict in the form of RFC 7662. */
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
    username: session.username ?? undefined,
    external_id: session.externalId ?? undefined,
  };
}
