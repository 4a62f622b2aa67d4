import type { Holder, Permission } from '../common/permission.js';
import type { Lifetime } from './lifetime.js';

/** A live token, as the session cache holds it. All moments in ms since the epoch. */
export interface Session {
  hash: string;
  tokenId: string;
  holder: Holder;
  ecosystemId: string | null;
  userId: string | null;
  /** Names of the user, for the asker; null for other holders. */
  username: string | null;
  externalId: string | null;
  /** The effective permissions: the holder's, narrowed by the token's own. */
  permissions: readonly Permission[];
  /** The token's own permissions; null when it has all of its holder's. */
  narrowedTo: readonly Permission[] | null;
  /** Whether it was minted for a password, and not for another token. */
  isSignedIn: boolean;
  lifetime: Lifetime;
  createdAt: number;
  /** The known end, exact while the cache has the last use. Null for never. */
  expiresAt: number | null;
  /** The last stored use, when the row was read. */
  storedUse: number | null;
  /** When the database last confirmed that the token is live. */
  confirmedAt: number;
}

/** The tokens that a caller may see; any other is treated as unknown. */
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

/** The sight of the holder of the token, which presents the secret. */
export const holderSight: Sight = { ecosystemId: null };

/** Whether the caller may see the token. */
export function isSeen(token: Pick<Session, 'tokenId' | 'ecosystemId' | 'userId'>, sight: Sight): boolean {
  const { ecosystemId, userId, clientId } = sight;
  const isOfClient = clientId === token.tokenId || clientId === token.ecosystemId;
  if (clientId !== undefined && token.ecosystemId !== null && !isOfClient) return false;
  if (userId !== undefined && userId !== token.userId) return false;
  if (sight.isOfUsers && token.userId === null) return false;
  if (ecosystemId === null || ecosystemId === token.ecosystemId) return true;
  return token.ecosystemId === null && sight.seesAccounts === true;
}

/** Why a token is not live; shown only to callers that may know. */
export type DeadReason = 'unknown' | 'expired' | 'revoked' | 'disabled';

export interface LiveVerdict {
  live: true;
  session: Session;
}

export type Verdict = LiveVerdict | { live: false; reason: DeadReason };
