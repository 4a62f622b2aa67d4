import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Failure } from '../../common/failure.js';
import { StoreHealth } from '../../database/health/health.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { safeMessage } from '../../common/safe-error.js';
import { isCheckpointDue, isCheckpointOverdue, storedEndAfter } from '../../sessions/lifetime.js';
import type { Session } from '../../sessions/session.js';
import { SessionCache } from '../../sessions/session-cache.js';
import { TokensRepository, type Use } from '../tokens.repository.js';

/** A use that is not stored yet; `attempted` tells after the next attempt to store it whether it was. */
interface Pending {
  use: Use;
  attempted: Promise<boolean>;
  settle: (isStored: boolean) => void;
  /** When the oldest of the uses that it stands for was. */
  since: number;
}

const usesPerStatement = 500;
const retryAfter = 1000;
/** How long an answer waits for its use to be stored, in ms. */
const patience = 1000;

/**
 * Carries uses from the sessions to the rows, in batches: what is due is written at once when nothing is being written,
 * else together with all that came due in the meantime.
 */
@Injectable()
export class LastUseWriter {
  /** How many uses were stored, and how many attempts failed. */
  readonly counted = { stored: 0, failures: 0 };
  private readonly logger = new Logger(LastUseWriter.name);
  private readonly stored = new LRUCache<string, number>({ max: 100_000 });
  private readonly pending = new Map<string, Pending>();
  private readonly beingWritten = new Map<string, Pending>();
  private writing: Promise<void> | undefined;

  constructor(
    private readonly repository: TokensRepository,
    private readonly transactions: Transactions,
    private readonly cache: SessionCache,
    private readonly health: StoreHealth,
  ) {}

  /**
   * Takes note of a use at `now` (ms), when it is due.
   *
   * @param isUnheard the session cache could not be told of the use: a sliding one is due then in any case
   * @returns what to wait for before the use is acknowledged, when the stored end would not cover it; else nothing
   * @throws Failure `unavailable` (by the promise) when nobody keeps the use: neither the cache nor, in time, the row
   */
  note(session: Session, now: number, isUnheard = false): Promise<void> | undefined {
    const { lifetime, createdAt, tokenId } = session;
    const mustStore = isUnheard && lifetime.expiryType === 'SlidingTtl';
    const isDue = (storedUse: number | null) =>
      mustStore ? (storedUse ?? createdAt) < now : isCheckpointDue(lifetime, storedUse, createdAt, now);
    // What was stored since can only be later.
    if (!isDue(session.storedUse)) return undefined;
    const known = this.stored.get(tokenId);
    const storedUse = known === undefined ? session.storedUse : Math.max(known, session.storedUse ?? 0);
    // The session may be asked again before the database is.
    session.storedUse = storedUse;
    if (!isDue(storedUse)) return undefined;
    const { attempted } = this.coverFor(session, now, isDue);
    // Uses of many tokens are stored at once: not in the transaction of one request, which may come to nothing.
    this.writing ??= this.transactions.apart(() => this.write());
    if (!mustStore && !isCheckpointOverdue(lifetime, storedUse, createdAt, now)) return undefined;
    return this.acknowledgeable(attempted, mustStore || !this.cache.keepsUses);
  }

  /** How many uses wait to be stored, and since when the oldest of them does (ms since the epoch). */
  get backlog(): { uses: number; since: number | undefined } {
    let since: number | undefined;
    for (const waiting of [this.pending, this.beingWritten]) {
      for (const one of waiting.values()) since = Math.min(since ?? Infinity, one.since);
    }
    return { uses: this.pending.size + this.beingWritten.size, since };
  }

  /** Fulfilled when all that was noted is stored. */
  async flush(): Promise<void> {
    while (this.writing) await this.writing;
  }

  /** What is being written or waits to be, and covers a use at `now`. */
  private coverFor(
    { tokenId, lifetime, createdAt }: Session,
    now: number,
    isDue: (storedUse: number) => boolean,
  ): Pending {
    const written = this.beingWritten.get(tokenId);
    if (written && !isDue(written.use.usedAt)) return written;
    // The row's own `max_age` bounds the end: the session may know of one that was never committed.
    const storedEnd = storedEndAfter({ ...lifetime, maxAge: undefined }, createdAt, now);
    const use = { tokenId, usedAt: now, storedEnd };
    const pending = this.pending.get(tokenId) ?? pendingOf(use, now);
    pending.use = use;
    this.pending.set(tokenId, pending);
    return pending;
  }

  /** Waits until the use is stored; where nobody else keeps it, it is not acknowledged without that. */
  private async acknowledgeable(attempted: Promise<boolean>, isOnlyKeeper: boolean): Promise<void> {
    if ((await within(patience, attempted)) || !isOnlyKeeper) return;
    throw new Failure('unavailable', 'The use of the token could not be stored', { retryAfter: 5 });
  }

  private async write(): Promise<void> {
    await new Promise(setImmediate);
    while (this.pending.size > 0) {
      const batch = [...this.pending.values()].slice(0, usesPerStatement);
      for (const one of batch) {
        this.pending.delete(one.use.tokenId);
        this.beingWritten.set(one.use.tokenId, one);
      }
      const isStored = await this.store(batch.map(({ use }) => use));
      for (const { use, settle, since } of batch) {
        this.beingWritten.delete(use.tokenId);
        if (isStored) this.stored.set(use.tokenId, use.usedAt);
        else if (!this.pending.has(use.tokenId)) this.pending.set(use.tokenId, pendingOf(use, since));
        settle(isStored);
      }
      if (!isStored) await new Promise((resolve) => setTimeout(resolve, retryAfter).unref());
    }
    this.writing = undefined;
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
  let settle: Pending['settle'] = () => {};
  const attempted = new Promise<boolean>((resolve) => (settle = resolve));
  return { use, attempted, settle, since };
}

/** Whether the promise is fulfilled with true in so many ms. */
function within(ms: number, promise: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void promise.then((isStored) => {
      clearTimeout(timer);
      resolve(isStored);
    });
  });
}
