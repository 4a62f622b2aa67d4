import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SafeError, safeMessage } from '../../common/safe-error.js';
import { thisInstant } from './cache-lease.js';
import { CacheMembers, type Others, placeOf } from './cache-members.repository.js';
import { SessionCache } from '../session-cache.js';

/** Interval of heartbeats, in ms. */
const heartbeat = 5000;
/** Interval while the lease is not held, in ms. */
const eager = 500;
/** How long a refused process keeps trying, in ms: others may be about to find that their Redis was emptied. */
const patience = 3000;

/**
 * Prevents processes with different caches from serving one database: a revocation on one would not reach the sessions that
 * another trusts. Each process registers its cache and renews that. It holds the lease of the session cache only while all
 * live processes have the same cache.
 */
@Injectable()
export class CacheMembership {
  private readonly logger = new Logger(CacheMembership.name);
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> | undefined;
  /** Whether this process is registered, and so may stay whatever others do. */
  private isMember = false;
  private isMixed = false;
  private refusedSince: number | undefined;
  private isUntold = false;
  private hasEnded = false;
  private onRefused: (error: SafeError) => void = () => undefined;

  constructor(
    private readonly members: CacheMembers,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  /**
   * Registers this process and keeps it registered. While the name of its Redis is unknown, it trusts nothing and promises no
   * revocation.
   *
   * @param onRefused called when the process must end: others took over while it stalled, or before it knew its Redis
   * @throws SafeError when live processes cache elsewhere
   */
  async enter(onRefused: (error: SafeError) => void): Promise<void> {
    if (!this.members.isShared) return;
    const until = performance.now() + patience;
    for (;;) {
      const refusal = await this.claim();
      if (!refusal) break;
      if (performance.now() > until) throw refusal;
      await new Promise((resolve) => setTimeout(resolve, eager));
    }
    this.onRefused = onRefused;
    this.cache.lease.renew = () => this.renew();
    this.cache.whenIdentified = () => void this.renew();
    this.schedule();
  }

  /** Call it after the last request was answered. */
  async leave(): Promise<void> {
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.cache.lease.drop();
    await this.asking;
    if (!this.isMember) return;
    // Without the database it expires by itself.
    await this.members.remove(this.id).catch(() => undefined);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.hasEnded) return;
    const pause = this.cache.lease.isHeld ? heartbeat : eager;
    this.timer = setTimeout(() => void this.renew(), pause).unref();
  }

  /** Concurrent calls share one renewal. */
  private renew(): Promise<void> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
      this.schedule();
    });
    return this.asking;
  }

  private async ask(): Promise<void> {
    if (this.hasEnded) return;
    try {
      const refusal = this.isMember && (await this.beat()) ? undefined : await this.claim();
      this.isUntold = false;
      if (!refusal) return void (this.refusedSince = undefined);
      this.refusedSince ??= performance.now();
      if (performance.now() < this.refusedSince + patience) return;
      this.hasEnded = true;
      this.onRefused(refusal);
    } catch (error) {
      // If this goes on, the lease expires by itself.
      if (!this.isUntold)
        this.logger.warn(`The database cannot record where sessions are cached: ${safeMessage(error)}`);
      this.isUntold = true;
    }
  }

  private async beat(): Promise<boolean> {
    const { identity } = this.cache;
    const asked = thisInstant();
    if (identity === undefined || !(await this.members.renew(this.id, identity))) return false;
    this.hold(identity, asked);
    return true;
  }

  /** @returns the reason why this process must not serve; undefined when it may */
  private async claim(): Promise<SafeError | undefined> {
    const { identity } = this.cache;
    if (identity === undefined) return undefined;
    const asked = thisInstant();
    const { isMember, others } = await this.members.claim(this.id, identity);
    this.isMember = isMember;
    if (!others) this.hold(identity, asked);
    else this.cache.lease.drop();
    if (others && !isMember) return new SafeError(refusalOf(identity, others));
    if (others && !this.isMixed) this.logger.error(mixtureOf(others));
    this.isMixed = others !== undefined;
    return undefined;
  }

  private hold(identity: string, asked: ReturnType<typeof thisInstant>): void {
    // In the meantime Redis may have been emptied.
    if (identity !== this.cache.identity) return;
    const { lease } = this.cache;
    // This cache may have missed a revocation meanwhile.
    if (!lease.isHeld) this.cache.distrust(this.clock.now());
    lease.extend(asked);
    this.isMixed = false;
  }
}

function refusalOf(identity: string, others: Others): string {
  const own = identity === 'none' ? 'without Redis' : 'with the Redis of REDIS_URL';
  return (
    `This process would run ${own}, but ${countOf(others)} this database ${placeOf(others, identity)}: ` +
    'a revocation on one side would not reach the other. ' +
    'Give every process the same REDIS_URL and REDIS_PREFIX. To change them, stop every process first, then start ' +
    `them anew. A process that was killed counts for another ${Math.ceil(others.liveFor / 1000)} s at most.`
  );
}

function mixtureOf(others: Others): string {
  return (
    `Redis was emptied or replaced here, but not for others: ${countOf(others)} this database with another one. ` +
    'Until all use the same, nothing cached is trusted and revocations are answered 503.'
  );
}

function countOf({ processes }: Others): string {
  return processes === 1 ? '1 other process serves' : `${processes} other processes serve`;
}
