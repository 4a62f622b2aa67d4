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
import { TokensService } from '../mint/mint.service.js';
import { type RevocationExceptions, RevocationsRepository } from './revocations.repository.js';

/** A mint of a token that the user tells from the others by its name. */
export type NamedMint = MintRequest & { name: string };

/**
 * What holds for a user's tokens as a whole: each name is used once, there are not too many, all but one are revoked.
 * "Named" is only what the same dialect minted.
 */
@Injectable()
export class NamedTokensService {
  constructor(
    private readonly repository: RevocationsRepository,
    private readonly tokens: TokensService,
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

  /** @throws Failure `conflict` when a live token of the user has this name, and as `TokensService.mintForUser` */
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
   * Puts a new token in the place of the one with this name, which is dead when this returns.
   *
   * @throws Failure `token-not-found`, and as `TokensService.mintForUser`
   */
  async replaceNamed(
    ecosystemId: string,
    userId: string,
    request: NamedMint,
    caller: Caller,
  ): Promise<Minted> {
    const { dialect, name } = request;
    const seen = await this.requireNamed(ecosystemId, userId, dialect, name, caller);
    // What would die with the old one takes its place.
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
   * Revokes the user's oldest unnamed tokens of the dialect, so that no more than `keep` are left, narrowed ones first: such a
   * token must not drive out the others. The new one stays, and that with which it would die.
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
   * Revokes all tokens of the user but the presented one, with those from which that came, and others that are kept; returns
   * how many.
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

  /** The live user; what concerns all of the user's tokens is decided by one transaction after the other. */
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
