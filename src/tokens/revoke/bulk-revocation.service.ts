import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { UsersService } from '../../users/users.service.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { Lineage } from './lineage.js';
import { RevocationsRepository } from './revocations.repository.js';
import type { TokenFilter } from '../token-filter.js';

/** Tokens of an ecosystem that are to be revoked, in any state. */
export type RevocationFilter = Omit<TokenFilter, 'state'>;

/** Maximum tokens of one transaction, so that locks are short. */
const tokensPerTransaction = 10_000;
const tokensPerStatement = 1000;

/**
 * Revokes all tokens that match a filter, with their descendants. The caller's own token and its ancestors are spared, so
 * that nobody locks themselves out. Sessions of the user that the filter names are invalidated, else of the whole
 * ecosystem: an invalidated session only means that the database is asked once.
 */
@Injectable()
export class BulkRevocationService {
  constructor(
    private readonly repository: RevocationsRepository,
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
    private readonly invalidation: SessionInvalidation,
    private readonly lineage: Lineage,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * The number of tokens that `revoke` would revoke now.
   *
   * @throws Failure `ecosystem-not-found`, `user-not-found`
   */
  async count(ecosystemId: string, filter: RevocationFilter, caller: Caller): Promise<number> {
    await this.require(ecosystemId, filter, caller);
    return this.repository.count(ecosystemId, filter, await this.lineage.lineOf(caller));
  }

  /**
   * Revokes them in transactions of 10,000, each with an audit entry, and returns the number of newly revoked tokens. You may
   * repeat a call that failed: it continues with the rest.
   *
   * @throws Failure `ecosystem-not-found`, `user-not-found`, `unavailable`
   */
  async revoke(ecosystemId: string, filter: RevocationFilter, caller: Caller): Promise<number> {
    await this.require(ecosystemId, filter, caller);
    const { userId } = filter;
    const spared = await this.lineage.lineOf(caller);
    return this.invalidation.aroundCommit(userId === undefined ? { ecosystemId } : { userId }, async () => {
      let total = 0;
      for (let after: string | undefined = ''; after !== undefined;) {
        const slice = await this.revokeSlice(ecosystemId, filter, { spared, after }, caller);
        total += slice.count;
        after = slice.last;
      }
      return total;
    });
  }

  private revokeSlice(
    ecosystemId: string,
    filter: RevocationFilter,
    { spared, after }: { spared: string[]; after: string },
    caller: Caller,
  ): Promise<{ count: number; last?: string }> {
    return this.transactions.run(async (manager) => {
      const slice = { spared, after, limit: tokensPerTransaction };
      const ids = await this.repository.lockSlice(manager, ecosystemId, filter, slice);
      const revokedAt = this.clock.now();
      for (let from = 0; from < ids.length; from += tokensPerStatement) {
        // Verifications run in between.
        await setImmediate();
        await this.repository.revokeLocked(manager, ids.slice(from, from + tokensPerStatement), revokedAt);
      }
      await this.lineage.endDescendants(manager, ids, caller);
      const count = ids.length;
      if (count > 0 || after === '') {
        await this.audit.append(manager, caller, [
          {
            action: 'token.revoke-filtered',
            ecosystemId,
            targetType: filter.userId === undefined ? 'ecosystem' : 'user',
            targetId: filter.userId ?? ecosystemId,
            detail: { filter: legible(filter), count },
          },
        ]);
      }
      return { count, last: count < tokensPerTransaction ? undefined : ids.at(-1) };
    });
  }

  private async require(ecosystemId: string, { userId }: RevocationFilter, caller: Caller): Promise<void> {
    if (userId === undefined) await this.ecosystems.require(ecosystemId, caller);
    else await this.users.require(ecosystemId, userId, caller);
  }
}

/** The filter for the audit: moments in ISO 8601. */
function legible(filter: RevocationFilter): Record<string, string> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([field, value]) => [field, typeof value === 'number' ? new Date(value).toISOString() : value]),
  );
}
