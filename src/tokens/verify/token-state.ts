import {
  accountPermissions,
  ecosystemPermissions,
  intersection,
  ofOneself,
  type Permission,
} from '../../common/permission.js';
import { type End, endAfter, isLiveAt, type Lifetime } from '../../sessions/lifetime.js';
import type { DeadReason, Session } from '../../sessions/session.js';
import type { User } from '../../users/user.entity.js';
import type { Token } from '../token.entity.js';

/** The fields of a token that verification needs. */
export interface TokenFacts extends Omit<
  Token,
  'name' | 'checksummed' | 'replacedBy' | 'parentId' | 'dialectDetail' | 'generation' | 'permissions'
> {
  permissions: readonly Permission[] | null;
}

/** A token with everything that decides whether it is live: its user, its ecosystem, the user's roles. */
export interface TokenState {
  token: TokenFacts;
  /** False when the user is deactivated or deleted, or the ecosystem deleted. */
  enabled: boolean;
  /** Names of the user; null for other holders. */
  user: Pick<User, 'username' | 'externalId'>;
  /** The permissions of the user's roles, each once, in the order of the closed list. */
  rolePermissions: readonly Permission[];
  /** False when the row is not committed yet, so that it must not be cached. */
  isCommitted: boolean;
}

export function lifetimeOf(token: Pick<Token, 'expiryType' | 'ttl' | 'maxAge'>): Lifetime {
  const maxAge = token.maxAge ?? undefined;
  if (token.expiryType === 'Infinite') return { expiryType: 'Infinite', maxAge };
  return { expiryType: token.expiryType, ttl: token.ttl!, maxAge };
}

/** Why the token is dead at this moment; undefined while it is live. */
export function deadReason(
  state: TokenState | undefined,
  cached: Session | undefined,
  now: number,
): DeadReason | undefined {
  if (!state) return 'unknown';
  if (state.token.revokedAt !== null) return 'revoked';
  if (!state.enabled) return 'disabled';
  return isLiveAt(knownEnd(state.token, cached), now) ? undefined : 'expired';
}

/**
 * The cached end wins, because it is exact, unless the row records a later use that the cache has missed. Then, and without a
 * cached session, it is the stored end.
 */
export function knownEnd(token: TokenFacts, cached: Session | undefined): End {
  if (!cached) return token.expiresAt;
  const storedUse = token.lastUsedAt ?? token.createdAt;
  const endOfStoredUse = endAfter(lifetimeOf(token), token.createdAt, storedUse);
  const isCacheBehind =
    endOfStoredUse !== null && cached.expiresAt !== null && cached.expiresAt < endOfStoredUse;
  return isCacheBehind ? token.expiresAt : cached.expiresAt;
}

/** The permissions of the holder, narrowed by the token's own. */
export function effectivePermissions(
  state: Pick<TokenState, 'token' | 'rolePermissions'>,
): readonly Permission[] {
  const held = {
    account: accountPermissions,
    server: ecosystemPermissions,
    user: state.rolePermissions,
  }[state.token.holder];
  const own = ownPermissions(state.token);
  return own ? intersection(own, held) : held;
}

/** Dialects whose user tokens may manage their user's own record and tokens; those of others are for requests only. */
const selfManagingDialects = ['native', 'rocketchat'];

const withoutSelfManage = ecosystemPermissions.filter((permission) => permission !== ofOneself);

/** The permissions that narrow the token; null when it has all of its holder's. */
export function ownPermissions({
  holder,
  dialect,
  permissions,
}: Pick<TokenFacts, 'holder' | 'dialect' | 'permissions'>): readonly Permission[] | null {
  if (holder !== 'user' || selfManagingDialects.includes(dialect)) return permissions;
  return permissions ? intersection(permissions, withoutSelfManage) : withoutSelfManage;
}

/** The session of a row that was read at `confirmedAt`. */
export function sessionFrom(state: TokenState, confirmedAt: number): Session {
  const { token } = state;
  return {
    hash: token.hash,
    tokenId: token.id,
    holder: token.holder,
    ecosystemId: token.ecosystemId,
    userId: token.userId,
    username: state.user.username,
    externalId: state.user.externalId,
    permissions: effectivePermissions(state),
    narrowedTo: ownPermissions(token),
    // Only a sign-in mints for a user without a presented token.
    isSignedIn: token.holder === 'user' && token.mintedBy === null,
    lifetime: lifetimeOf(token),
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    storedUse: token.lastUsedAt,
    confirmedAt,
  };
}
