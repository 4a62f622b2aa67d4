import type { AuditEvent } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { newTimeOrderedId } from '../../common/ids/identifier.js';
import { ecosystemPermissions, type Permission } from '../../common/permission.js';
import type { UserStatus } from '../../users/user-status.repository.js';
import { grantedPermissions, selfIssuedPermissions } from './granted-permissions.js';
import { endAfter, storedEndAfter } from '../../sessions/lifetime.js';
import {
  grantedLifetime,
  type GrantedLifetime,
  isBoundToToken,
  type LifetimeWish,
} from './granted-lifetime.js';
import { hashOf, isWellFormed, newSecret, type SecretShape } from '../secrets/secret.js';
import { lifetimeOf } from '../verify/token-state.js';
import type { Token } from '../token.entity.js';

/** How a token is to be minted. */
export interface MintRequest extends LifetimeWish {
  shape: SecretShape;
  /** The face that asks. */
  dialect: string;
  name?: string | null;
  /** Without it the token leaves its holder all that the minter may give. */
  permissions?: Permission[];
  /** Said where nobody presented a token: by what the minter proved to be the user. */
  provedBy?: 'password';
  /** What the face keeps beside the token to show it again; it is handed the secret, of which it keeps next to nothing. */
  dialectDetail?: (secret: string) => Record<string, string | boolean>;
}

/** The record, and the secret that is shown this once and kept nowhere. */
export interface Minted {
  token: Token;
  secret: string;
  provedBy?: 'password';
}

/** Whose a token is, and what it may do; what is left out is as for a holder who has none of it. */
type TokenOwner = Pick<Token, 'holder' | 'ecosystemId' | 'userId' | 'permissions'> & Partial<Token>;

/** A token for a user, not stored yet. @throws Failure `user-inactive`, `permission-denied` */
export function newUserToken(
  ecosystemId: string,
  user: UserStatus,
  request: MintRequest,
  caller: Caller,
  now: number,
): Minted {
  if (!user.active) throw new Failure('user-inactive', 'User is not activated');
  const isOneself = caller.userId === user.id;
  const permissions = isOneself
    ? selfIssuedPermissions(request, caller)
    : grantedPermissions(request, ecosystemPermissions, caller);
  const owner: TokenOwner = { holder: 'user', ecosystemId, userId: user.id, permissions };
  if (isOneself && isBoundToToken(caller, 'tokens:mint')) {
    owner.parentId = request.replaces ? request.replaces.parentId : caller.tokenId;
  }
  return newToken({ ...owner, generation: user.tokenGeneration }, request, caller, now);
}

/**
 * A token, not stored yet; `givenSecret` when somebody else chose it.
 *
 * @throws Failure `permission-denied` for a life beyond the caller's
 */
export function newToken(
  owner: TokenOwner,
  request: MintRequest,
  caller: Caller,
  now: number,
  givenSecret?: string,
): Minted {
  const secret = givenSecret ?? newSecret(request.shape, owner.holder);
  const kept: StoredSecretFields = {
    hash: hashOf(secret),
    checksummed: givenSecret === undefined || isWellFormed(secret),
    name: request.name ?? null,
    dialect: request.dialect,
    dialectDetail: request.dialectDetail?.(secret) ?? null,
  };
  const times = { createdAt: now, usedAt: now, lastUsedAt: null };
  const lifetime = grantedLifetime(request, caller, now, owner.holder === 'user' ? 'tokens:mint' : undefined);
  const token = newTokenRow(owner, kept, lifetime, times, caller);
  return { token, secret, provedBy: request.provedBy };
}

/** The moments of a new token, in ms: its end counts from `usedAt`, of which the row may not tell. */
interface Times extends Pick<Token, 'createdAt' | 'lastUsedAt'> {
  usedAt: number;
}

/** What is kept of the secret, and of the face. */
type StoredSecretFields = Pick<Token, 'hash' | 'checksummed' | 'name' | 'dialect' | 'dialectDetail'>;

/** The row of a token that was not there before. */
export function newTokenRow(
  owner: TokenOwner,
  kept: StoredSecretFields,
  lifetime: GrantedLifetime,
  { createdAt, usedAt, lastUsedAt }: Times,
  caller: Caller,
): Token {
  return {
    id: newTimeOrderedId(),
    generation: 0,
    ...owner,
    ...kept,
    expiryType: lifetime.expiryType,
    ttl: lifetime.expiryType === 'Infinite' ? null : lifetime.ttl,
    maxAge: lifetime.maxAge ?? null,
    expiresAt: storedEndAfter(lifetime, createdAt, usedAt),
    createdAt,
    mintedBy: caller.tokenId,
    lastUsedAt,
    revokedAt: null,
    replacedBy: null,
  };
}

/** What the audit keeps of a mint: null as `permissions` are all of the holder's, null as `expiresAt` is never. */
export function mintEvent({ token, provedBy }: Minted): AuditEvent {
  const { id, ecosystemId, holder, userId, dialect, expiryType, maxAge, permissions, createdAt, parentId } =
    token;
  const end = endAfter(lifetimeOf(token), createdAt, createdAt);
  const expiresAt = end === null ? null : new Date(end).toISOString();
  return {
    action: 'token.mint',
    ecosystemId,
    targetType: 'token',
    targetId: id,
    detail: {
      ...{ holder, userId, dialect, expiryType, expiresAt, permissions },
      // The end of a sliding one is that of its first use.
      ...(maxAge !== null && { latestEnd: new Date(createdAt + maxAge).toISOString() }),
      ...(provedBy && { provedBy }),
      ...(parentId && { parentId }),
    },
  };
}
