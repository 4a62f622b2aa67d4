import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Failure } from '../../common/failure.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { RevocationsRepository } from './revocations.repository.js';
import type { Token } from '../token.entity.js';

/** So many tokens may come one from the other: who wants more signs in anew. */
const longestLine = 10;
const tokensPerStatement = 1000;

/**
 * A token that was minted for oneself with another one dies with that one, however that one ends; its natural end is never
 * later (`grantedLifetime`). Both are always of one user, so that what ends all of a user's tokens ends them too.
 */
@Injectable()
export class Lineage {
  constructor(
    private readonly repository: RevocationsRepository,
    private readonly invalidation: SessionInvalidation,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The presented token and all from which it came: with any of them it would die. */
  async lineOf({ holder, tokenId }: Pick<Caller, 'holder' | 'tokenId'>): Promise<string[]> {
    if (tokenId === null) return [];
    return holder === 'user' ? this.repository.findLine(tokenId) : [tokenId];
  }

  /**
   * Before such a token is stored, in the same transaction: the one from which it comes cannot end meanwhile.
   *
   * @throws Failure `unauthenticated` when that one has ended, `mint-refused` when it is one of too many
   */
  async hold(manager: EntityManager, { parentId, userId }: Token): Promise<void> {
    if (!parentId) return;
    if (!(await this.repository.holdParent(manager, parentId, userId!))) {
      throw new Failure('unauthenticated', 'The token is not valid', { presented: true, verdict: 'revoked' });
    }
    const { length } = await this.repository.findLine(parentId, manager);
    if (length < longestLine) return;
    throw new Failure('mint-refused', `${longestLine} tokens came one from the other: sign in anew`);
  }

  /** Ends a token by what `end` does, and all that came from it, in one transaction; their sessions are dead after it. */
  async end<T>(
    { id, hash, userId }: Token,
    caller: Caller,
    end: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    if (userId === null) return this.invalidation.aroundCommit({ hash }, () => this.transactions.run(end));
    const hasChildren = await this.repository.hasChildren(id);
    let ended = 0;
    const result = await this.invalidation.aroundCommit(hasChildren ? { userId } : { hash }, () =>
      this.transactions.run(async (manager) => {
        const done = await end(manager);
        ended = await this.endDescendants(manager, [id], caller);
        return done;
      }),
    );
    // The first was minted after it was asked for.
    if (ended > 0 && !hasChildren) await this.invalidation.aroundCommit({ userId }, async () => undefined);
    return result;
  }

  /** Ends all that came from these tokens, in a transaction of the caller's, who buries them; returns how many. */
  async endDescendants(manager: EntityManager, ids: string[], caller: Caller): Promise<number> {
    let total = 0;
    for (let from = 0; from < ids.length; from += tokensPerStatement) {
      total += await this.endChildren(manager, ids.slice(from, from + tokensPerStatement), caller);
    }
    return total;
  }

  private async endChildren(manager: EntityManager, parents: string[], caller: Caller): Promise<number> {
    const now = this.clock.now();
    const children = await this.repository.lockChildren(manager, parents, now, tokensPerStatement);
    if (children.length === 0) return 0;
    const ids = children.map(({ id }) => id);
    await this.repository.revokeLocked(manager, ids, now);
    await this.audit.append(
      manager,
      caller,
      children.map(({ id, ecosystemId, userId, parentId }) => ({
        action: 'token.revoke',
        ecosystemId,
        targetType: 'token',
        targetId: id,
        detail: { holder: 'user', userId, parentId },
      })),
    );
    const below = await this.endDescendants(manager, ids, caller);
    if (children.length < tokensPerStatement) return children.length + below;
    await setImmediate();
    return children.length + below + (await this.endChildren(manager, parents, caller));
  }
}
