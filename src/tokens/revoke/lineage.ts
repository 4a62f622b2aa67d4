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

/** Maximum length of a line of tokens that were minted one with the other. */
const longestLine = 10;
const tokensPerStatement = 1000;

/**
 * A token that a user minted for themselves with another token dies with that parent, however the parent ends, and its own end
 * is never later (`grantedLifetime`). Both belong to one user, so that an end of all tokens of a user ends both.
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

  /** The presented token and its ancestors: it would die with any of them. */
  async lineOf({ holder, tokenId }: Pick<Caller, 'holder' | 'tokenId'>): Promise<string[]> {
    if (tokenId === null) return [];
    return holder === 'user' ? this.repository.findLine(tokenId) : [tokenId];
  }

  /**
   * Holds the parent of a token, in the transaction that stores the token: the parent cannot end meanwhile.
   *
   * @throws Failure `unauthenticated` when the parent has ended, `mint-refused` when the line is too long
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

  /** Ends a token by `end`, and its descendants, in one transaction, and invalidates their sessions. */
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
    // The first child was minted after the check.
    if (ended > 0 && !hasChildren) await this.invalidation.aroundCommit({ userId }, async () => undefined);
    return result;
  }

  /** Ends the descendants of these tokens in a given transaction; the caller invalidates their sessions. Returns their number. */
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
