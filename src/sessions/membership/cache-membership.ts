import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SafeError, safeMessage } from '../../common/safe-error.js';
import { thisInstant } from './cache-lease.js';
import { CacheMembers, type Others, placeOf } from './cache-members.repository.js';
import { SessionCache } from '../session-cache.js';

/** How often a heartbeat is sent, in ms. */
const heartbeat = 5000;
/** How soon it is sent anew while the lease is not held, in ms. */
const eager = 500;
/** How long a process that is refused waits before it gives up, in ms: others may find that their Redis was emptied. */
const patience = 3000;

/**
 * Sees to it that processes that cache differently never serve one database: a revocation on one would not reach the
 * sessions that the other trusts. Each process writes down where it caches and renews that; it holds the lease of the
 * session cache only while all that are live cache in one place.
 */
@Injectable()
export class CacheMembership {
  private readonly logger = new Logger(CacheMembership.name);
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> | undefined;
  /** Whether this process was written down, and so may stay whatever the others do. */
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
   * Writes this process down and keeps that up. While Redis cannot say which one it is, the process is nobody: it trusts
   * nothing, and its revocations are not promised.
   *
   * @param onRefused called when it must end: others took over while it stood still, or before it knew its Redis
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

  /** To be called after the last request was answered. */
  async leave(): Promise<void> {
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.cache.lease.drop();
    await this.asking;
    if (!this.isMember) return;
    // Where the database is away, it runs out by itself.
    await this.members.remove(this.id).catch(() => undefined);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.hasEnded) return;
    const pause = this.cache.lease.isHeld ? heartbeat : eager;
    this.timer = setTimeout(() => void this.renew(), pause).unref();
  }

  /** Any number of callers wait for one renewal. */
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
      // The lease runs out by itself where this goes on.
      if (!this.isUntold)
        this.logger.warn(`The database cannot be told where sessions are cached: ${safeMessage(error)}`);
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

  /** @returns why this process may not serve, when it may not */
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
    // Meanwhile a revocation may not have been told to this cache.
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
