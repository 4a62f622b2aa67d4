import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEntry } from '../../audit/audit-entry.entity.js';
import { AuditService, type AuditEvent } from '../../audit/audit.service.js';
import { type Caller, demandAccount } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Failure } from '../../common/failure.js';
import { ecosystemReference, tokenReference, userReference } from '../../common/ids/identifier.js';
import { accountPermissions, ecosystemPermissions } from '../../common/permission.js';
import { mapYielding } from '../../common/concurrency/map-yielding.js';
import { BatchedWrites } from '../../database/batched-writes.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { uniqueViolation } from '../../database/unique-violation.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { grantedPermissions, rotatedPermissions } from './granted-permissions.js';
import { Lineage } from '../revoke/lineage.js';
import { mintEvent, type Minted, type MintRequest, newToken, newUserToken } from './new-token.js';
import { lifetimeOf } from '../verify/token-state.js';
import type { Token } from '../token.entity.js';
import { withRevocation } from '../token-filter.js';
import { TokensRepository } from '../tokens.repository.js';
import { MintsRepository } from './mints.repository.js';

/** A mint that is to be stored. */
interface Mint {
  minted: Minted;
  caller: Caller;
}

@Injectable()
export class MintService {
  /** Commits concurrent mints together; the outcome says whether the user could have a token. */
  private readonly writes: BatchedWrites<Mint, boolean>;

  constructor(
    private readonly repository: TokensRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly users: UsersService,
    private readonly userMints: MintsRepository,
    private readonly lineage: Lineage,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.writes = new BatchedWrites(transactions, (manager, mints: Mint[]) =>
      this.storeAllowed(manager, mints),
    );
  }

  /**
   * Mints one token for each user, all in one transaction. The users must be live and of this ecosystem.
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
    if (users.some(({ active }) => !active)) throw inactive();
    const minted = await mapYielding(users, (user) =>
      newUserToken(ecosystemId, user, request, caller, this.clock.now()),
    );
    await this.transactions.run((manager) => this.store(manager, minted, caller));
    return minted;
  }

  /**
   * Mints a token for the user with this id. Concurrent mints are stored together.
   *
   * @throws Failure `user-not-found`, and as `mintForUsers`
   */
  async mintForUser(
    ecosystemId: string,
    userId: string,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    const isPossible = userReference.test(userId) && ecosystemReference.test(ecosystemId);
    if (isPossible && (caller.ecosystemId ?? ecosystemId) === ecosystemId) {
      // An assumption: the statement stores the token only if it holds.
      const user = { id: userId, active: true, tokenGeneration: 0 };
      const minted = newUserToken(ecosystemId, user, request, caller, this.clock.now());
      if (await this.storeForUser({ minted, caller })) return minted;
    }
    const { active } = await this.users.require(ecosystemId, userId, caller);
    if (!active) throw inactive();
    throw new Failure('unavailable', 'The user has just been changed', { retryAfter: 1 });
  }

  /** As `mintForUser`, in a transaction that has found the ecosystem and the user. */
  async mintForUserIn(
    manager: EntityManager,
    ecosystemId: string,
    user: User,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    const minted = newUserToken(ecosystemId, user, request, caller, this.clock.now());
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
    const permissions = grantedPermissions(request, ecosystemPermissions, caller);
    const minted = newToken(
      { holder: 'server', ecosystemId, userId: null, permissions },
      request,
      caller,
      this.clock.now(),
    );
    await this.transactions.run((manager) => this.store(manager, [minted], caller));
    return minted;
  }

  /** Mints a token for an operator of the whole service. @throws Failure `wrong-holder`, `permission-denied` */
  async mintAccountToken(request: MintRequest, caller: Caller): Promise<Minted> {
    return this.transactions.run((manager) => this.mintAccountTokenIn(manager, request, caller));
  }

  /** As `mintAccountToken`, in a given transaction; with `secret`, the token has that one. */
  async mintAccountTokenIn(
    manager: EntityManager,
    request: MintRequest,
    caller: Caller,
    secret?: string,
  ): Promise<Minted> {
    demandAccount(caller);
    const permissions = grantedPermissions(request, accountPermissions, caller);
    const owner = { holder: 'account', ecosystemId: null, userId: null, permissions } as const;
    const minted = newToken(owner, request, caller, this.clock.now(), secret);
    await this.store(manager, [minted], caller);
    return minted;
  }

  /**
   * Mints a key like `old` in a given transaction; its lifetime starts anew. A key that rotates itself does not prolong
   * itself by that.
   *
   * @throws Failure `permission-denied` when the old one may do more, or lives longer, than the caller
   */
  async mintInPlaceOf(
    manager: EntityManager,
    old: Token,
    face: Pick<MintRequest, 'shape' | 'dialect'>,
    caller: Caller,
  ): Promise<Minted> {
    const full = old.holder === 'account' ? accountPermissions : ecosystemPermissions;
    const permissions = rotatedPermissions(old.permissions, full, caller);
    const { holder, ecosystemId, userId, name } = old;
    const isLifetimeChosen = old.id !== caller.tokenId;
    const request = { ...face, lifetime: lifetimeOf(old), name, isLifetimeChosen, replaces: old };
    const minted = newToken({ holder, ecosystemId, userId, permissions }, request, caller, this.clock.now());
    await this.store(manager, [minted], caller);
    return minted;
  }

  /** @throws Failure `token-not-found`, also for a token of another tenant */
  async require(ecosystemId: string, tokenId: string, caller: Caller): Promise<Token> {
    await this.ecosystems.require(ecosystemId, caller);
    const isPossible = tokenReference.test(tokenId);
    const token = isPossible ? await this.repository.findById(ecosystemId, tokenId) : null;
    if (!token) throw new Failure('token-not-found', 'There is no such token');
    if (token.userId === null) return token;
    const generations = await this.users.generationsOf(ecosystemId, [token.userId]);
    return withRevocation(token, generations.get(token.userId));
  }

  /** As `require`, without what only a view of the token needs: one read when the token is there. */
  async requireStored(ecosystemId: string, tokenId: string, caller: Caller): Promise<Token> {
    const isVisible = caller.ecosystemId === null || caller.ecosystemId === ecosystemId;
    const isPossible = isVisible && tokenReference.test(tokenId) && ecosystemReference.test(ecosystemId);
    const token = isPossible ? await this.repository.findInLiveEcosystem(ecosystemId, tokenId) : null;
    if (token) return token;
    await this.ecosystems.require(ecosystemId, caller);
    throw new Failure('token-not-found', 'There is no such token');
  }

  /** An operator's key. @throws Failure `wrong-holder` unless the caller sees all ecosystems, `token-not-found` */
  async requireAccountToken(tokenId: string, caller: Caller): Promise<Token> {
    demandAccount(caller);
    const token = tokenReference.test(tokenId) ? await this.repository.findAccountToken(tokenId) : null;
    if (!token) throw new Failure('token-not-found', 'There is no such token');
    return token;
  }

  /** Resolves with false when the user could not have it. A token with a parent needs a transaction that holds the parent. */
  private storeForUser(mint: Mint): Promise<boolean> {
    const { token } = mint.minted;
    if (!token.parentId) return this.writes.add(mint);
    return this.transactions.run(async (manager) => {
      await this.lineage.hold(manager, token);
      const [isStored] = await this.storeAllowed(manager, [mint]);
      return isStored!;
    });
  }

  private store(manager: EntityManager, minted: Minted[], caller: Caller): Promise<void> {
    return this.storeAll(
      manager,
      minted.map((one) => ({ minted: one, caller })),
    );
  }

  private async storeAll(manager: EntityManager, mints: Mint[]): Promise<void> {
    for (const { minted } of mints) {
      if (minted.token.parentId) await this.lineage.hold(manager, minted.token);
    }
    await this.insert(mints, (tokens, entries) => this.repository.insert(manager, tokens, entries));
    this.audit.count(manager, mints.map(eventOf));
  }

  /** Stores the mints whose users may have a token; returns for each whether it was stored. */
  private async storeAllowed(manager: EntityManager, mints: Mint[]): Promise<boolean[]> {
    const inserted = await this.insert(mints, (tokens, entries) =>
      this.userMints.insert(manager, tokens, entries),
    );
    const generations = new Map(inserted.map(({ id, generation }) => [id, generation]));
    const stored = mints.filter(({ minted }) => generations.has(minted.token.id));
    for (const { token } of stored.map(({ minted }) => minted)) token.generation = generations.get(token.id)!;
    this.audit.count(manager, stored.map(eventOf));
    return mints.map(({ minted }) => generations.has(minted.token.id));
  }

  private async insert<Result>(
    mints: Mint[],
    store: (tokens: Token[], entries: AuditEntry[]) => Promise<Result>,
  ): Promise<Result> {
    const tokens = mints.map(({ minted }) => minted.token);
    const entries = this.audit.entriesOf(
      mints.map((mint) => ({ caller: mint.caller, event: eventOf(mint) })),
    );
    try {
      return await store(tokens, entries);
    } catch (error) {
      if (uniqueViolation(error) === undefined) throw error;
      throw new Failure('conflict', 'A token with this secret exists', { field: 'secret' });
    }
  }
}

const eventOf = ({ minted }: Mint): AuditEvent => mintEvent(minted);

const inactive = () => new Failure('user-inactive', 'User is not activated');
