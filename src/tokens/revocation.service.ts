import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { Transactions } from '../common/transactions.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import type { User } from '../users/user.entity.js';
import type { UserChanges } from '../users/user-changes.js';
import { UsersService } from '../users/users.service.js';
import { trustedFor } from './lifetime.js';
import { hashOf } from './secret.js';
import { type Burial, SessionCache } from './session-cache.js';
import type { Token } from './token.entity.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

/**
 * All that can end a token, or change what it may do, in the one order that holds everywhere: bury the cached
 * sessions, commit, answer. When the commit fails nothing was promised, and the tombstone runs out.
 */
@Injectable()
export class RevocationService {
  constructor(
    private readonly repository: TokensRepository,
    private readonly tokens: TokensService,
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
    private readonly cache: SessionCache,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Revokes one token; once more changes nothing. @throws Failure `token-not-found`, `ecosystem-not-found` */
  async revokeToken(ecosystemId: string, tokenId: string, caller: Caller): Promise<void> {
    await this.revoke(await this.tokens.require(ecosystemId, tokenId, caller), caller);
  }

  /**
   * Revokes the token with this secret, if the caller may: its own, or with `tokens:revoke` one that it may see. What
   * it may not is passed over in silence, as RFC 7009 has it.
   */
  async revokeSecret(secret: string, caller: Caller): Promise<void> {
    const token = await this.repository.findByHash(hashOf(secret));
    if (!token) return;
    const isVisible = caller.ecosystemId === null || caller.ecosystemId === token.ecosystemId;
    const isAllowed =
      token.id === caller.tokenId || (isVisible && caller.permissions.includes('tokens:revoke'));
    if (isAllowed) await this.revoke(token, caller);
  }

  /** Revokes all tokens of a user; returns how many were not revoked before. */
  async revokeAllOfUser(ecosystemId: string, userId: string, caller: Caller): Promise<number> {
    await this.users.require(ecosystemId, userId, caller);
    return this.buried({ userId }, () =>
      this.transactions.run(async (manager) => {
        const generation = await this.users.nextTokenGeneration(ecosystemId, manager, userId);
        const count = await this.repository.countUnrevoked(manager, userId, generation - 1);
        await this.audit.append(manager, caller, [
          {
            action: 'token.revoke-all',
            ecosystemId,
            targetType: 'user',
            targetId: userId,
            detail: { count },
          },
        ]);
        return count;
      }),
    );
  }

  /** As `UsersService.update`; what it takes from the user holds for every token at once. */
  async updateUser(ecosystemId: string, userId: string, changes: UserChanges, caller: Caller): Promise<User> {
    await this.users.require(ecosystemId, userId, caller);
    const commit = () => this.users.update(ecosystemId, userId, changes, caller);
    const concernsTokens = changes.active !== undefined || changes.roles !== undefined;
    return concernsTokens ? this.buried({ userId }, commit) : commit();
  }

  /** As `UsersService.delete`; the user's tokens are dead at once. */
  async deleteUser(ecosystemId: string, userId: string, caller: Caller): Promise<void> {
    await this.users.require(ecosystemId, userId, caller);
    await this.buried({ userId }, () => this.users.delete(ecosystemId, userId, caller));
  }

  /** As `EcosystemsService.delete`; every token in it is dead at once. */
  async deleteEcosystem(ecosystemId: string, caller: Caller): Promise<void> {
    await this.ecosystems.require(ecosystemId, caller);
    await this.buried({ ecosystemId }, () => this.ecosystems.delete(ecosystemId, caller));
  }

  private async revoke(token: Token, caller: Caller): Promise<void> {
    const { ecosystemId, holder, userId } = token;
    await this.buried({ hash: token.hash }, () =>
      this.transactions.run(async (manager) => {
        if (!(await this.repository.revoke(manager, token.id, this.clock.now()))) return;
        const detail = { holder, userId };
        await this.audit.append(manager, caller, [
          { action: 'token.revoke', ecosystemId, targetType: 'token', targetId: token.id, detail },
        ]);
      }),
    );
  }

  /**
   * Buries, commits, buries again, answers. The first tombstone keeps out what is read before the commit; the second
   * covers a commit that took long, and a cache that was emptied meanwhile. When the cache cannot be told, the answer
   * says so instead of promising what another process may not keep.
   */
  async buried<T>(burial: Burial, commit: () => Promise<T>): Promise<T> {
    await this.cache.bury(burial, this.clock.now());
    const result = await commit();
    if (await this.cache.bury(burial, this.clock.now())) return result;
    const holdsFrom = new Date(this.clock.now() + trustedFor).toISOString();
    throw new Failure(
      'unavailable',
      `It is stored, but the session cache cannot be told yet: it holds everywhere from ${holdsFrom} on at the latest.`,
      { retryAfter: 5 },
    );
  }
}
