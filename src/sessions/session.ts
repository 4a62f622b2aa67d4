import type { Permission } from '../common/permission.js';
import { accountPermissions, ecosystemPermissions, intersection, ofOneself } from '../common/permission.js';
import type { Lifetime } from './lifetime.js';
import type { Token } from '../tokens/token.entity.js';

/** A live token, as the session cache holds it. All moments in ms since the epoch. */
export interface Session {
  hash: string;
  tokenId: string;
  holder: Token['holder'];
  ecosystemId: string | null;
  userId: string | null;
  /** What the token may do now: the holder's permissions, narrowed by the token's own. */
  permissions: readonly Permission[];
  /** The token's own permissions; null when it leaves the holder all of theirs. */
  narrowedTo: readonly Permission[] | null;
  /** Whether it was had for a password, and not for another token. */
  isSignedIn: boolean;
  lifetime: Lifetime;
  createdAt: number;
  /** The end as far as it is known: exact while the cache remembers the last use. Null for never. */
  expiresAt: number | null;
  /** The last use that the database knew when it was asked. */
  storedUse: number | null;
  /** The database was asked at this moment, and said that the token lives. */
  confirmedAt: number;
}

/** Which tokens an asker sees: of any other it is told what is told of none. */
export interface Sight {
  /** Tokens of this ecosystem only; null for all ecosystems. */
  readonly ecosystemId: string | null;
  /** Account tokens too, which belong to no ecosystem. */
  readonly seesAccounts?: boolean;
  /** Tokens of users only. */
  readonly isOfUsers?: boolean;
  /** Tokens of this user only. */
  readonly userId?: string;
  /** The token with this id only, or tokens of the ecosystem with it; account tokens too. */
  readonly clientId?: string;
}

/** The sight of the token's own holder, who presents the secret. */
export const ofHolder: Sight = { ecosystemId: null };

/** Whether the asker may know of the token. */
export function isSeen(token: Pick<Session, 'tokenId' | 'ecosystemId' | 'userId'>, sight: Sight): boolean {
  const { ecosystemId, userId, clientId } = sight;
  const isOfClient = clientId === token.tokenId || clientId === token.ecosystemId;
  if (clientId !== undefined && token.ecosystemId !== null && !isOfClient) return false;
  if (userId !== undefined && userId !== token.userId) return false;
  if (sight.isOfUsers && token.userId === null) return false;
  if (ecosystemId === null || ecosystemId === token.ecosystemId) return true;
  return token.ecosystemId === null && sight.seesAccounts === true;
}

/** Why a token is not live. It is told only to those who may know. */
export type DeadReason = 'unknown' | 'expired' | 'revoked' | 'disabled';

export interface LiveVerdict {
  live: true;
  session: Session;
}

export type Verdict = LiveVerdict | { live: false; reason: DeadReason };

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
