import type { Holder, Permission } from '../common/permission.js';
import type { Lifetime } from './lifetime.js';

/** A live token, as the session cache holds it. All moments in ms since the epoch. */
export interface Session {
  hash: string;
  tokenId: string;
  holder: Holder;
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
