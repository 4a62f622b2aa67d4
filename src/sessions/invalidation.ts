import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { Transactions } from '../database/transactions/transactions.js';
import { trustedFor } from './lifetime.js';
import { type InvalidationTarget, SessionCache } from './session-cache.js';

/**
 * Invalidate → commit → invalidate → respond. Every change that ends tokens, or changes what they may do, uses this order.
 * If the commit fails, the tombstone simply expires.
 */
@Injectable()
export class SessionInvalidation {
  private readonly inTransaction = new WeakMap<object, InvalidationTarget[]>();

  constructor(
    private readonly cache: SessionCache,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `commit` between two invalidations. The first keeps out sessions that are read before the commit. The second
   * covers a slow commit and a cache that was emptied meanwhile; inside a shared transaction it follows the commit of that
   * one.
   *
   * @throws Failure `unavailable` when the change is stored but the cache cannot be reached
   */
  async aroundCommit<T>(target: InvalidationTarget, commit: () => Promise<T>): Promise<T> {
    await this.cache.invalidate(target, this.clock.now());
    const result = await commit();
    const { current } = this.transactions;
    if (current) this.inTransaction.set(current, [...this.ofTransaction(), target]);
    await this.transactions.afterCommit(() => this.repeat([target]));
    return result;
  }

  /** The targets that the current shared transaction has invalidated so far. */
  ofTransaction(): InvalidationTarget[] {
    const { current } = this.transactions;
    return (current && this.inTransaction.get(current)) ?? [];
  }

  /**
   * Invalidates the targets of a committed change, before it is answered and before its answer is replayed: the first
   * answer may have been cut off, or may have said that the cache was unreachable.
   *
   * @throws Failure `unavailable` when the cache cannot be reached
   */
  async repeat(targets: InvalidationTarget[]): Promise<void> {
    const { lease, link } = this.cache;
    if (!lease.isHeld) await lease.renew();
    const now = this.clock.now();
    const isDone = await Promise.all(targets.map((target) => this.cache.invalidate(target, now)));
    if (!isDone.includes(false)) return;
    const holdsFrom = new Date(this.clock.now() + trustedFor).toISOString();
    const why = link?.isAway
      ? 'Redis, which keeps the sessions, does not answer'
      : 'it is not known whether all processes keep their sessions in one place';
    throw new Failure(
      'unavailable',
      `It is stored, but ${why}: it holds everywhere from ${holdsFrom} on at the latest. ` +
        'Repeat it until the answer is 2xx; the log of the service says more.',
      { retryAfter: 5 },
    );
  }
}
