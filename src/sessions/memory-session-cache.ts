import { GenerationalCache } from './generational-cache.js';
import { CacheLease } from './membership/cache-lease.js';
import { endAfter, isConfirmed, isLiveAt } from './lifetime.js';
import { isSeen, holderSight, type Session, type Sight } from './session.js';
import { type InvalidationTarget, SessionCache, tombstoneFor } from './session-cache.js';

/** The session cache of a service with one process: a bounded map of sessions, and the tombstones. */
export class MemorySessionCache extends SessionCache {
  readonly tier = 'memory';
  readonly identity = 'memory';
  readonly lease = CacheLease.unlimited();
  private readonly sessions: GenerationalCache<Session>;
  /** End of each tombstone, the earliest first. */
  private readonly tombstones = new Map<string, number>();

  /** @param size maximum sessions; beyond it the least recently used are forgotten */
  constructor(size: number) {
    super();
    this.sessions = new GenerationalCache(size);
  }

  async get(hash: string, now: number, sight: Sight = holderSight): Promise<Session | undefined> {
    return this.held(hash, now, sight);
  }

  override held(hash: string, now: number, sight: Sight = holderSight): Session | undefined {
    const session = this.sessions.get(hash);
    if (!session || !isSeen(session, sight)) return undefined;
    if (this.isInvalidated(session, now)) {
      // Drop it: its expiry no longer follows the uses, and would look premature after the tombstone.
      this.sessions.delete(hash);
      return undefined;
    }
    if (session.lifetime.expiryType === 'SlidingTtl' && isLiveAt(session.expiresAt, now)) {
      session.expiresAt = later(session.expiresAt, endAfter(session.lifetime, session.createdAt, now));
    }
    return session;
  }

  async peek(hash: string, now: number): Promise<Session | undefined> {
    const session = this.sessions.peek(hash);
    // A copy, because the cached one slides on.
    return session && !this.isInvalidated(session, now) ? { ...session } : undefined;
  }

  async put(session: Session, now: number): Promise<boolean> {
    if (!isConfirmed(session.confirmedAt, now) || this.isInvalidated(session, now)) return true;
    const known = this.sessions.peek(session.hash);
    if (known && known.lifetime.expiryType === 'SlidingTtl') {
      session.expiresAt = later(known.expiresAt, session.expiresAt);
    }
    this.sessions.set(session.hash, session);
    return true;
  }

  async invalidate(target: InvalidationTarget, now: number): Promise<boolean> {
    this.dropOldTombstones(now);
    const key = keyOf(target);
    this.tombstones.delete(key);
    this.tombstones.set(key, now + tombstoneFor);
    if ('hash' in target) this.sessions.delete(target.hash);
    return true;
  }

  private isInvalidated(session: Session, now: number): boolean {
    if (this.tombstones.size === 0) return false;
    return (
      this.stands(keyOf({ hash: session.hash }), now) ||
      (session.userId !== null && this.stands(keyOf({ userId: session.userId }), now)) ||
      (session.ecosystemId !== null && this.stands(keyOf({ ecosystemId: session.ecosystemId }), now))
    );
  }

  private stands(key: string, now: number): boolean {
    const until = this.tombstones.get(key);
    return until !== undefined && now < until;
  }

  private dropOldTombstones(now: number): void {
    for (const [key, until] of this.tombstones) {
      if (now < until) return;
      this.tombstones.delete(key);
    }
  }
}

function keyOf(target: InvalidationTarget): string {
  if ('hash' in target) return `t:${target.hash}`;
  if ('userId' in target) return `u:${target.userId}`;
  return `e:${target.ecosystemId}`;
}

/** The later of two ends of one sliding session; both are moments, since a sliding token always ends. */
function later(one: number | null, other: number | null): number {
  return Math.max(one ?? 0, other ?? 0);
}
