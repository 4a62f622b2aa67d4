/** For how long, in ms, a process trusts what is cached after the database said that nobody caches elsewhere. */
const trustedFor = 70_000;

/** A moment by the two clocks of this process: the first one goes on while it is stopped, the second while the machine sleeps. */
export interface Instant {
  readonly steady: number;
  readonly wall: number;
}

export function thisInstant(): Instant {
  return { steady: performance.now(), wall: Date.now() };
}

/**
 * The right to trust what is cached, and to promise that a revocation holds everywhere: all processes that hold it share one
 * cache. It runs out by itself, so that a process that stood still or lost the database does not hold it any more.
 */
export class CacheLease {
  private heldUntil: Instant = { steady: -Infinity, wall: -Infinity };

  /** Asks the database for the lease; whoever renews it puts the way to do so here. */
  renew: () => Promise<void> = async () => undefined;

  /** One that never runs out, for a cache that nobody shares. */
  static unlimited(): CacheLease {
    return new UnlimitedLease();
  }

  get isHeld(): boolean {
    return performance.now() < this.heldUntil.steady && Date.now() < this.heldUntil.wall;
  }

  /** @param asked when the database was asked, which then granted it */
  extend(asked: Instant): void {
    this.heldUntil = { steady: asked.steady + trustedFor, wall: asked.wall + trustedFor };
  }

  drop(): void {
    this.heldUntil = { steady: -Infinity, wall: -Infinity };
  }
}

class UnlimitedLease extends CacheLease {
  override get isHeld(): boolean {
    return true;
  }
}
