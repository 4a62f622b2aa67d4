import type { AuditEvent } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { newTimeOrderedId } from '../../common/ids/identifier.js';
import { ecosystemPermissions, type Permission } from '../../common/permission.js';
import type { UserStatus } from '../../users/users.repository.js';
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

/** A request to mint a token. */
export interface MintRequest extends LifetimeWish {
  shape: SecretShape;
  /** The dialect of the request. */
  dialect: string;
  name?: string | null;
  /** Defaults to all that the minter may grant. */
  permissions?: Permission[];
  /** Without a presented token: how the user was authenticated. */
  provedBy?: 'password';
  /** Details that the dialect stores to show again, computed from the secret; never enough to guess it by. */
  dialectDetail?: (secret: string) => Record<string, string | boolean>;
}

/** A new token with its secret, which is shown once and stored nowhere. */
export interface Minted {
  token: Token;
  secret: string;
  provedBy?: 'password';
}

/** The owner and the permissions of a token. */
type TokenOwner = Pick<Token, 'holder' | 'ecosystemId' | 'userId' | 'permissions'> & Partial<Token>;

/** A token for a user that is not stored yet. @throws Failure `user-inactive`, `permission-denied` */
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
 * A token that is not stored yet, with a new secret or the given one.
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

/** The moments of a new token, in ms. Its end counts from `usedAt`, which the row does not always store. */
interface Times extends Pick<Token, 'createdAt' | 'lastUsedAt'> {
  usedAt: number;
}

/** The stored fields that come from the secret and the dialect. */
type StoredSecretFields = Pick<Token, 'hash' | 'checksummed' | 'name' | 'dialect' | 'dialectDetail'>;

/** The row of a new token. */
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

/** The audit event of a mint. Null `permissions` are all of the holder's; a null `expiresAt` is never. */
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
      // For a sliding token `expiresAt` is the end without any use.
      ...(maxAge !== null && { latestEnd: new Date(createdAt + maxAge).toISOString() }),
      ...(provedBy && { provedBy }),
      ...(parentId && { parentId }),
    },
  };
}
