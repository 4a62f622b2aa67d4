import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Batcher, Deferred } from '../../common/concurrency/batcher.js';
import { Failure } from '../../common/failure.js';
import { StoreHealth } from '../../database/health/health.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { safeMessage } from '../../common/safe-error.js';
import { isLastUseDue, isLastUseOverdue, storedEndAfter } from '../../sessions/lifetime.js';
import type { Session } from '../../sessions/session.js';
import { SessionCache } from '../../sessions/session-cache.js';
import { TokensRepository, type Use } from '../tokens.repository.js';

/** A use that is not stored yet. */
interface Pending {
  use: Use;
  /** Resolves after the next attempt to store it, with whether it was stored. */
  attempted: Deferred<boolean>;
  /** When the oldest of the uses that it stands for was, in ms since the epoch. */
  since: number;
}

/** How long the writer rests after a failure, in ms. */
const retryAfter = 1000;
/** How long an answer waits for its use to be stored, in ms. */
const patience = 1000;

/** Stores the last uses of tokens in their rows, one batch at a time. */
@Injectable()
export class LastUseWriter {
  /** Stored uses and failed attempts. */
  readonly counted = { stored: 0, failures: 0 };
  private readonly logger = new Logger(LastUseWriter.name);
  private readonly stored = new LRUCache<string, number>({ max: 100_000 });
  private readonly beingWritten = new Map<string, Pending>();
  private readonly pending: Batcher<Pending>;

  constructor(
    private readonly repository: TokensRepository,
    private readonly transactions: Transactions,
    private readonly cache: SessionCache,
    private readonly health: StoreHealth,
  ) {
    // The uses of many tokens are stored at once: outside of the transaction of one request, which may be rolled back.
    this.pending = new Batcher((batch) => transactions.detached(() => this.write(batch)), {
      entries: 500,
      inFlight: 1,
    });
  }

  /**
   * Records a use at `now` (ms), when it is due.
   *
   * @param isUncached the session cache could not record the use: a use of a sliding token is then due in any case
   * @returns what to wait for before the use is acknowledged, when the stored end would not cover it; else nothing
   * @throws Failure `unavailable` (by the promise) when the use is kept neither by the cache nor, in time, by the row
   */
  record(session: Session, now: number, isUncached = false): Promise<void> | undefined {
    const { lifetime, createdAt, tokenId } = session;
    const mustStore = isUncached && lifetime.expiryType === 'SlidingTtl';
    const isDue = (storedUse: number | null) =>
      mustStore ? (storedUse ?? createdAt) < now : isLastUseDue(lifetime, storedUse, createdAt, now);
    // A use that was stored since can only be later.
    if (!isDue(session.storedUse)) return undefined;
    const known = this.stored.get(tokenId);
    const storedUse = known === undefined ? session.storedUse : Math.max(known, session.storedUse ?? 0);
    // The session may be used again before the database is read.
    session.storedUse = storedUse;
    if (!isDue(storedUse)) return undefined;
    const { attempted } = this.coverFor(session, now, isDue);
    if (!mustStore && !isLastUseOverdue(lifetime, storedUse, createdAt, now)) return undefined;
    return this.acknowledgeable(attempted, mustStore || !this.cache.keepsUses);
  }

  /** The number of uses that are not stored yet, and the moment of the oldest, in ms since the epoch. */
  get backlog(): { uses: number; since: number | undefined } {
    let since: number | undefined;
    for (const uses of [this.pending.queued, this.beingWritten.values()]) {
      for (const one of uses) since = Math.min(since ?? Infinity, one.since);
    }
    return { uses: this.pending.size + this.beingWritten.size, since };
  }

  /** Resolves when every recorded use is stored. */
  flush(): Promise<void> {
    return this.pending.idle();
  }

  /** The write, waiting or under way, that covers a use at `now`. */
  private coverFor(
    { tokenId, lifetime, createdAt }: Session,
    now: number,
    isDue: (storedUse: number) => boolean,
  ): Pending {
    const written = this.beingWritten.get(tokenId);
    if (written && !isDue(written.use.usedAt)) return written;
    // The row's own `max_age` bounds the end: that of the session may never have been committed.
    const storedEnd = storedEndAfter({ ...lifetime, maxAge: undefined }, createdAt, now);
    const use = { tokenId, usedAt: now, storedEnd };
    const pending = this.pending.join(tokenId, () => pendingOf(use, now));
    pending.use = use;
    return pending;
  }

  /** Waits until the use is stored, and refuses to acknowledge it when only the row keeps it. */
  private async acknowledgeable(attempted: Deferred<boolean>, isOnlyKeeper: boolean): Promise<void> {
    if ((await within(patience, attempted.promise)) || !isOnlyKeeper) return;
    throw new Failure('unavailable', 'The use of the token could not be stored', { retryAfter: 5 });
  }

  private async write(batch: Pending[]): Promise<void> {
    for (const one of batch) this.beingWritten.set(one.use.tokenId, one);
    const isStored = await this.store(batch.map(({ use }) => use));
    for (const { use, attempted, since } of batch) {
      this.beingWritten.delete(use.tokenId);
      if (isStored) this.stored.set(use.tokenId, use.usedAt);
      else this.pending.join(use.tokenId, () => pendingOf(use, since));
      attempted.resolve(isStored);
    }
    if (!isStored) await new Promise((resolve) => setTimeout(resolve, retryAfter).unref());
  }

  private async store(uses: Use[]): Promise<boolean> {
    try {
      await this.transactions.run((manager) => this.repository.recordUses(manager, uses));
      this.counted.stored += uses.length;
      return true;
    } catch (error) {
      this.counted.failures += 1;
      if (!this.health.note(error)) this.logger.error(`Uses could not be stored: ${safeMessage(error)}`);
      return false;
    }
  }
}

function pendingOf(use: Use, since: number): Pending {
  return { use, attempted: new Deferred(), since };
}

/** Whether the promise resolves with true within this many ms. */
function within(ms: number, promise: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void promise.then((isStored) => {
      clearTimeout(timer);
      resolve(isStored);
    });
  });
}
