import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { Transactions } from '../database/transactions/transactions.js';
import { trustedFor } from './lifetime.js';
import { type InvalidationTarget, SessionCache } from './session-cache.js';

/**
 * The one order in which whatever ends tokens, or changes what they may do, holds everywhere: bury the cached sessions,
 * commit, bury again, answer. When the commit fails nothing was promised, and the tombstone runs out.
 */
@Injectable()
export class SessionInvalidation {
  private readonly noted = new WeakMap<object, InvalidationTarget[]>();

  constructor(
    private readonly cache: SessionCache,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `commit` between two burials. The first tombstone keeps out what is read before the commit; the second covers
   * a commit that took long, and a cache that was emptied meanwhile. Where the commit is that of a larger transaction,
   * the second is laid after that. When the cache cannot be told, the answer says so instead of promising what another
   * process may not keep.
   *
   * @throws Failure `unavailable`
   */
  async around<T>(burial: InvalidationTarget, commit: () => Promise<T>): Promise<T> {
    await this.cache.bury(burial, this.clock.now());
    const result = await commit();
    const { current } = this.transactions;
    if (current) this.noted.set(current, [...(this.noted.get(current) ?? []), burial]);
    await this.transactions.afterCommit(() => this.again([burial]));
    return result;
  }

  /** What was buried so far in the transaction that several writes share (`Transactions.together`). */
  ofTransaction(): InvalidationTarget[] {
    const { current } = this.transactions;
    return (current && this.noted.get(current)) ?? [];
  }

  /**
   * Buries what a committed change concerns, before it is answered, and before the answer is repeated: then the first
   * one may have been cut off, or have said that the cache cannot be told.
   *
   * @throws Failure `unavailable` when the cache cannot be told
   */
  async again(burials: InvalidationTarget[]): Promise<void> {
    const { lease, link } = this.cache;
    if (!lease.isHeld) await lease.renew();
    const now = this.clock.now();
    const told = await Promise.all(burials.map((burial) => this.cache.bury(burial, now)));
    if (!told.includes(false)) return;
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
