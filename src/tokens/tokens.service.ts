import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { tokenReference } from '../common/identifier.js';
import { accountPermissions, ecosystemPermissions } from '../common/permission.js';
import { mapInTurns } from '../common/in-turns.js';
import { JoinedWrites } from '../common/joined-writes.js';
import { Transactions } from '../common/transactions.js';
import { uniqueViolation } from '../common/unique-violation.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import type { User } from '../users/user.entity.js';
import { type UserStanding, UserStandings } from '../users/user-standings.repository.js';
import { UsersService } from '../users/users.service.js';
import { grant, regrant } from './grant.js';
import { deedOfMint, type Minted, type MintRequest, newToken, newUserToken } from './new-token.js';
import { lifetimeOf } from './session.js';
import type { Token } from './token.entity.js';
import { withRevocation } from './token-filter.js';
import { TokensRepository } from './tokens.repository.js';

/** What is to be stored of one mint. */
interface Mint {
  minted: Minted;
  caller: Caller;
}

@Injectable()
export class TokensService {
  /** Mints that come at the same time are committed together. */
  private readonly writes: JoinedWrites<Mint>;

  constructor(
    private readonly repository: TokensRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly users: UsersService,
    private readonly standings: UserStandings,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.writes = new JoinedWrites(transactions, (manager, mints: Mint[]) => this.storeAll(manager, mints));
  }

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
    const minted = await mapInTurns(users, (user) =>
      newUserToken(ecosystemId, user, request, caller, this.clock.now()),
    );
    await this.transactions.run((manager) => this.store(manager, minted, caller));
    return minted;
  }

  /** As `mintForUsers`, for one user. */
  async mintForUser(ecosystemId: string, user: User, request: MintRequest, caller: Caller): Promise<Minted> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.mintForFound(ecosystemId, user, request, caller);
  }

  /**
   * As `mintForUser`, for the user with this id. What comes at the same time is read and written together.
   *
   * @throws Failure `user-not-found`, and as `mintForUser`
   */
  async mintForUserId(
    ecosystemId: string,
    userId: string,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    const isForeign = caller.ecosystemId !== null && caller.ecosystemId !== ecosystemId;
    const found = isForeign ? undefined : await this.standings.findOne(ecosystemId, userId);
    const user = found ?? (await this.users.require(ecosystemId, userId, caller));
    return this.mintForFound(ecosystemId, user, request, caller);
  }

  /** As `mintForUser`, in a transaction of the caller's that found the ecosystem and the user. */
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

  private async mintForFound(
    ecosystemId: string,
    user: UserStanding,
    request: MintRequest,
    caller: Caller,
  ): Promise<Minted> {
    const minted = newUserToken(ecosystemId, user, request, caller, this.clock.now());
    await this.writes.add({ minted, caller });
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
    const minted = newToken(owner, request, caller, this.clock.now(), secret);
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
    const minted = newToken({ holder, ecosystemId, userId, permissions }, request, caller, this.clock.now());
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

  private store(manager: EntityManager, minted: Minted[], caller: Caller): Promise<void> {
    return this.storeAll(
      manager,
      minted.map((one) => ({ minted: one, caller })),
    );
  }

  private async storeAll(manager: EntityManager, mints: Mint[]): Promise<void> {
    const tokens = mints.map(({ minted }) => minted.token);
    const deeds = mints.map(({ minted, caller }) => ({ caller, deed: deedOfMint(minted) }));
    try {
      await this.repository.insert(manager, tokens, this.audit.entriesOf(manager, deeds));
    } catch (error) {
      if (uniqueViolation(error) === undefined) throw error;
      throw new Failure('conflict', 'A token with this secret exists', { field: 'secret' });
    }
  }
}
