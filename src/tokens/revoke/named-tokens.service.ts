import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Failure } from '../../common/failure.js';
import { Transactions } from '../../database/transactions/transactions.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { Lineage } from './lineage.js';
import { RevocationService } from './revocation.service.js';
import type { Token } from '../token.entity.js';
import type { Minted, MintRequest } from '../mint/new-token.js';
import { MintService } from '../mint/mint.service.js';
import { type RevocationExceptions, RevocationsRepository } from './revocations.repository.js';

/** A request to mint a token with a name, which is unique for the user. */
export type NamedMint = MintRequest & { name: string };

/**
 * The rules for all tokens of a user: each name is used once, and only a number of tokens is kept. Names are unique among the
 * tokens of one dialect.
 */
@Injectable()
export class NamedTokensService {
  constructor(
    private readonly repository: RevocationsRepository,
    private readonly tokens: MintService,
    private readonly users: UsersService,
    private readonly revocation: RevocationService,
    private readonly invalidation: SessionInvalidation,
    private readonly lineage: Lineage,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The user's live named tokens, the oldest first. @throws Failure `user-not-found` */
  async listNamed(ecosystemId: string, userId: string, dialect: string, caller: Caller): Promise<Token[]> {
    await this.users.require(ecosystemId, userId, caller);
    return this.repository.findNamed(userId, dialect, this.clock.now());
  }

  /** The user's live token with this name. @throws Failure `token-not-found`, `user-not-found` */
  async requireNamed(
    ecosystemId: string,
    userId: string,
    dialect: string,
    name: string,
    caller: Caller,
  ): Promise<Token> {
    const named = await this.listNamed(ecosystemId, userId, dialect, caller);
    return withName(named, name);
  }

  /** @throws Failure `conflict` when a live token of the user has this name, and as `MintService.mintForUser` */
  async mintNamed(ecosystemId: string, userId: string, request: NamedMint, caller: Caller): Promise<Minted> {
    await this.users.require(ecosystemId, userId, caller);
    return this.transactions.run(async (manager) => {
      const user = await this.lock(manager, ecosystemId, userId);
      const named = await this.repository.findNamed(userId, request.dialect, this.clock.now(), manager);
      if (named.some(({ name }) => name === request.name)) {
        throw new Failure('conflict', 'The user has a token with this name', { field: 'name' });
      }
      return this.tokens.mintForUserIn(manager, ecosystemId, user, request, caller);
    });
  }

  /**
   * Replaces the token with this name by a new one. The old one is dead when this resolves.
   *
   * @throws Failure `token-not-found`, and as `MintService.mintForUser`
   */
  async replaceNamed(
    ecosystemId: string,
    userId: string,
    request: NamedMint,
    caller: Caller,
  ): Promise<Minted> {
    const { dialect, name } = request;
    const seen = await this.requireNamed(ecosystemId, userId, dialect, name, caller);
    // A token that would die with the old one is its replacement.
    const replaces = (await this.lineage.lineOf(caller)).includes(seen.id) ? seen : undefined;
    return this.lineage.end(seen, caller, async (manager) => {
      const user = await this.lock(manager, ecosystemId, userId);
      const named = await this.repository.findNamed(userId, dialect, this.clock.now(), manager);
      // Another request may have replaced it meanwhile; the session of that one is not invalidated.
      if (withName(named, name).id !== seen.id) throw noSuchToken();
      const wish = { ...request, replaces };
      const minted = await this.tokens.mintForUserIn(manager, ecosystemId, user, wish, caller);
      await this.repository.revokeReplaced(manager, seen.id, minted.token.id, this.clock.now());
      const detail = { holder: seen.holder, userId, replacedBy: minted.token.id };
      await this.audit.append(manager, caller, [
        { action: 'token.revoke', ecosystemId, targetType: 'token', targetId: seen.id, detail },
      ]);
      return minted;
    });
  }

  /**
   * Revokes the oldest unnamed tokens that the dialect minted for the user until `keep` are left, narrowed ones first: they must
   * not push out the others. The new token and its ancestors stay.
   */
  async keepNewest(minted: Token, keep: number, caller: Caller): Promise<void> {
    const { ecosystemId, userId, dialect } = minted;
    const beyond = await this.repository.findBeyond(userId!, dialect, keep, this.clock.now());
    if (beyond.length === 0) return;
    const line = await this.lineage.lineOf({ holder: 'user', tokenId: minted.id });
    for (const { id } of beyond) {
      if (!line.includes(id)) await this.revocation.revokeToken(ecosystemId!, id, caller);
    }
  }

  /**
   * Revokes all tokens of the user except the presented one, its ancestors and the given exceptions; returns their number.
   *
   * @throws Failure `user-not-found`
   */
  async revokeOthers(
    ecosystemId: string,
    userId: string,
    keeping: Pick<RevocationExceptions, 'namedOf'>,
    caller: Caller,
  ): Promise<number> {
    await this.users.require(ecosystemId, userId, caller);
    const kept = { ...keeping, tokenIds: await this.lineage.lineOf(caller) };
    return this.invalidation.aroundCommit({ userId }, () =>
      this.transactions.run(async (manager) => {
        const user = await this.lock(manager, ecosystemId, userId);
        const count = await this.repository.revokeOthers(manager, user, kept, this.clock.now());
        await this.audit.append(manager, caller, [
          {
            action: 'token.revoke-all',
            ecosystemId,
            targetType: 'user',
            targetId: userId,
            detail: { count, kept },
          },
        ]);
        return count;
      }),
    );
  }

  /** Locks the live user: transactions that concern all tokens of a user run one after the other. */
  private async lock(manager: EntityManager, ecosystemId: string, userId: string): Promise<User> {
    const user = await this.repository.lockUser(manager, ecosystemId, userId);
    if (!user) throw new Failure('user-not-found', 'There is no such user', { ids: [userId] });
    return user;
  }
}

function withName(named: Token[], name: string): Token {
  const token = named.find((one) => one.name === name);
  if (!token) throw noSuchToken();
  return token;
}

function noSuchToken(): Failure {
  return new Failure('token-not-found', 'The user has no token with this name');
}
