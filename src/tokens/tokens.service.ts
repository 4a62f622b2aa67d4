import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { newTimeOrderedId, tokenReference } from '../common/identifier.js';
import { accountPermissions, ecosystemPermissions, type Permission } from '../common/permission.js';
import { Transactions } from '../common/transactions.js';
import { uniqueViolation } from '../common/unique-violation.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { grant, grantToOneself, regrant } from './grant.js';
import { type Lifetime, storedEndAfter } from './lifetime.js';
import { hashOf, isWellFormed, newSecret, type SecretShape } from './secret.js';
import { lifetimeOf } from './session.js';
import type { Token } from './token.entity.js';
import { withRevocation } from './token-filter.js';
import { TokensRepository } from './tokens.repository.js';

/** How a token is to be minted. */
export interface MintRequest {
  lifetime: Lifetime;
  shape: SecretShape;
  /** The face that asks. */
  dialect: string;
  name?: string | null;
  /** Without it the token leaves its holder all that the minter may give. */
  permissions?: Permission[];
  /** What the face keeps beside the token to show it again; it is handed the secret, of which it keeps next to nothing. */
  dialectDetail?: (secret: string) => Record<string, string | boolean>;
}

/** The record, and the secret that is shown this once and kept nowhere. */
export interface Minted {
  token: Token;
  secret: string;
}

@Injectable()
export class TokensService {
  constructor(
    private readonly repository: TokensRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly users: UsersService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Mints one token for each of the users, all in one transaction. The users are live ones of this ecosystem.
   *
   * @throws Failure `user-inactive`, `permission-denied` (more than the caller has), `ecosystem-not-found`
   */
  async mintForUsers(
    ecosystemId: string,
    users: User[],
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted[]> {
    await this.ecosystems.require(ecosystemId, caller);
    if (users.some((user) => !user.active)) throw new Failure('user-inactive', 'User is not activated');
    const minted: Minted[] = [];
    for (const user of users) {
      // Others have their turn between the secrets of a long list.
      if (minted.length % 500 === 499) await setImmediate();
      const isOneself = caller.userId === user.id;
      const permissions = isOneself
        ? grantToOneself(request, caller)
        : grant(request, ecosystemPermissions, caller);
      const owner = { holder: 'user', ecosystemId, userId: user.id, permissions } as const;
      minted.push(this.newToken({ ...owner, generation: user.tokenGeneration }, request, caller));
    }
    await this.transactions.run((manager) => this.store(manager, minted, caller));
    return minted;
  }

  /** As `mintForUsers`, for one user. */
  async mintForUser(ecosystemId: string, user: User, request: MintRequest, caller: Caller): Promise<Minted> {
    const [minted] = await this.mintForUsers(ecosystemId, [user], request, caller);
    return minted!;
  }

  /** As `mintForUser`, in a transaction of the caller's that found the ecosystem and the user. */
  async mintForUserIn(
    manager: EntityManager,
    ecosystemId: string,
    user: User,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    if (!user.active) throw new Failure('user-inactive', 'User is not activated');
    const permissions =
      caller.userId === user.id
        ? grantToOneself(request, caller)
        : grant(request, ecosystemPermissions, caller);
    const owner = { holder: 'user', ecosystemId, userId: user.id, permissions } as const;
    const minted = this.newToken({ ...owner, generation: user.tokenGeneration }, request, caller);
    await this.store(manager, [minted], caller);
    return minted;
  }

  /**
   * Mints a token for a back end of the ecosystem.
   *
   * @throws Failure `permission-denied`, `invalid-input` (a permission beyond one ecosystem), `ecosystem-not-found`
   */
  async mintServerToken(ecosystemId: string, request: MintRequest, caller: Caller): Promise<Minted> {
    await this.ecosystems.require(ecosystemId, caller);
    const permissions = grant(request, ecosystemPermissions, caller);
    const minted = this.newToken(
      { holder: 'server', ecosystemId, userId: null, permissions },
      request,
      caller,
    );
    await this.transactions.run((manager) => this.store(manager, [minted], caller));
    return minted;
  }

  /** Mints a token for an operator of the whole service. @throws Failure `wrong-holder`, `permission-denied` */
  async mintAccountToken(request: MintRequest, caller: Caller): Promise<Minted> {
    return this.transactions.run((manager) => this.mintAccountTokenIn(manager, request, caller));
  }

  /** As `mintAccountToken`, in a transaction of the caller's; `secret` is given when somebody else chose it. */
  async mintAccountTokenIn(
    manager: EntityManager,
    request: MintRequest,
    caller: Caller,
    secret?: string,
  ): Promise<Minted> {
    if (caller.ecosystemId !== null) throw new Failure('wrong-holder', 'Only an account token may do this');
    const permissions = grant(request, accountPermissions, caller);
    const owner = { holder: 'account', ecosystemId: null, userId: null, permissions } as const;
    const minted = this.newToken(owner, request, caller, secret);
    await this.store(manager, [minted], caller);
    return minted;
  }

  /**
   * Mints a key like `old`, with a fresh start of its lifetime, in a transaction of the caller's.
   *
   * @throws Failure `permission-denied` when the old one may do more than the caller
   */
  async mintInPlaceOf(
    manager: EntityManager,
    old: Token,
    face: Pick<MintRequest, 'shape' | 'dialect'>,
    caller: Caller,
  ): Promise<Minted> {
    const full = old.holder === 'account' ? accountPermissions : ecosystemPermissions;
    const permissions = regrant(old.permissions, full, caller);
    const { holder, ecosystemId, userId, name } = old;
    const request = { ...face, lifetime: lifetimeOf(old), name };
    const minted = this.newToken({ holder, ecosystemId, userId, permissions }, request, caller);
    await this.store(manager, [minted], caller);
    return minted;
  }

  /** @throws Failure `token-not-found` also for one of another tenant */
  async require(ecosystemId: string, tokenId: string, caller: Caller): Promise<Token> {
    await this.ecosystems.require(ecosystemId, caller);
    const isPossible = tokenReference.test(tokenId);
    const token = isPossible ? await this.repository.findById(ecosystemId, tokenId) : null;
    if (!token) throw new Failure('token-not-found', 'There is no such token');
    if (token.userId === null) return token;
    const generations = await this.users.generationsOf(ecosystemId, [token.userId]);
    return withRevocation(token, generations.get(token.userId));
  }

  /** An operator's key. @throws Failure `wrong-holder` unless the caller sees all ecosystems, `token-not-found` */
  async requireAccountToken(tokenId: string, caller: Caller): Promise<Token> {
    if (caller.ecosystemId !== null) throw new Failure('wrong-holder', 'Only an account token may do this');
    const token = tokenReference.test(tokenId) ? await this.repository.findAccountToken(tokenId) : null;
    if (!token) throw new Failure('token-not-found', 'There is no such token');
    return token;
  }

  private newToken(
    owner: Pick<Token, 'holder' | 'ecosystemId' | 'userId' | 'permissions'> & Partial<Token>,
    request: MintRequest,
    caller: Caller,
    givenSecret?: string,
  ): Minted {
    const { lifetime } = request;
    const secret = givenSecret ?? newSecret(request.shape, owner.holder);
    const createdAt = this.clock.now();
    const token: Token = {
      id: newTimeOrderedId(),
      hash: hashOf(secret),
      generation: 0,
      ...owner,
      name: request.name ?? null,
      dialect: request.dialect,
      checksummed: isWellFormed(secret),
      expiryType: lifetime.expiryType,
      ttl: lifetime.expiryType === 'Infinite' ? null : lifetime.ttl,
      maxAge: lifetime.maxAge ?? null,
      expiresAt: storedEndAfter(lifetime, createdAt, createdAt),
      createdAt,
      mintedBy: caller.tokenId,
      lastUsedAt: null,
      revokedAt: null,
      replacedBy: null,
      dialectDetail: request.dialectDetail?.(secret) ?? null,
    };
    return { token, secret };
  }

  private async store(manager: EntityManager, minted: Minted[], caller: Caller): Promise<void> {
    try {
      await this.repository.insert(
        manager,
        minted.map(({ token }) => token),
      );
    } catch (error) {
      if (uniqueViolation(error) === undefined) throw error;
      throw new Failure('conflict', 'A token with this secret exists', { field: 'secret' });
    }
    await this.audit.append(
      manager,
      caller,
      minted.map(({ token }) => ({
        action: 'token.mint' as const,
        ecosystemId: token.ecosystemId,
        targetType: 'token' as const,
        targetId: token.id,
        detail: {
          holder: token.holder,
          userId: token.userId,
          dialect: token.dialect,
          expiryType: token.expiryType,
        },
      })),
    );
  }
}
