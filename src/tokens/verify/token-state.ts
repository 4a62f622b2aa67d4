import {
  accountPermissions,
  ecosystemPermissions,
  intersection,
  ofOneself,
  type Permission,
} from '../../common/permission.js';
import type { Lifetime } from '../../sessions/lifetime.js';
import type { Session } from '../../sessions/session.js';
import type { Token } from '../token.entity.js';

/** What a verification needs of a token's row. */
export interface TokenFacts extends Omit<
  Token,
  'name' | 'checksummed' | 'replacedBy' | 'parentId' | 'dialectDetail' | 'generation' | 'permissions'
> {
  permissions: readonly Permission[] | null;
}

/** A token's row together with what decides whether it lives: its user, its ecosystem, the user's roles. */
export interface TokenState {
  token: TokenFacts;
  /** False when the user is deactivated or deleted, or the ecosystem deleted. */
  enabled: boolean;
  /** What the user's roles give, each once, in the order of the closed list. */
  rolePermissions: readonly Permission[];
  /** False when it may come to nothing yet: it is told, and not remembered. */
  isCommitted: boolean;
}

export function lifetimeOf(token: Pick<Token, 'expiryType' | 'ttl' | 'maxAge'>): Lifetime {
  const maxAge = token.maxAge ?? undefined;
  if (token.expiryType === 'Infinite') return { expiryType: 'Infinite', maxAge };
  return { expiryType: token.expiryType, ttl: token.ttl!, maxAge };
}

/** What the holder may do, narrowed by the token's own permissions. */
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

/** Dialects whose tokens of users are for all that is one's own; those of the others are for requests alone. */
const ofWholeSessions = ['native', 'rocketchat'];

const butOfOneself = ecosystemPermissions.filter((permission) => permission !== ofOneself);

/** What narrows the token; null when it leaves the holder all of theirs. */
export function ownPermissions({
  holder,
  dialect,
  permissions,
}: Pick<TokenFacts, 'holder' | 'dialect' | 'permissions'>): readonly Permission[] | null {
  if (holder !== 'user' || ofWholeSessions.includes(dialect)) return permissions;
  return permissions ? intersection(permissions, butOfOneself) : butOfOneself;
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
    permissions: effectivePermissions(state),
    narrowedTo: ownPermissions(token),
    // Who signs in presents no token, and nobody else mints for a user without one.
    isSignedIn: token.holder === 'user' && token.mintedBy === null,
    lifetime: lifetimeOf(token),
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    storedUse: token.lastUsedAt,
    confirmedAt,
  };
}
