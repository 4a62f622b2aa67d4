/** How long a process trusts cached sessions after the database confirmed that nobody caches elsewhere, in ms. */
const trustedFor = 70_000;

/** A moment on two clocks: `steady` runs on while the process is stopped, `wall` while the machine sleeps. */
export interface Instant {
  readonly steady: number;
  readonly wall: number;
}

export function thisInstant(): Instant {
  return { steady: performance.now(), wall: Date.now() };
}

/**
 * The right to trust cached sessions and to promise that a revocation holds everywhere: all processes that hold it share one
 * cache. It expires by itself, so that a process that stalled or lost the database no longer holds it.
 */
export class CacheLease {
  private heldUntil: Instant = { steady: -Infinity, wall: -Infinity };

  /** Asks the database for the lease; `CacheMembership` sets it. */
  renew: () => Promise<void> = async () => undefined;

  /** A lease that never expires, for a cache that is not shared. */
  static unlimited(): CacheLease {
    return new UnlimitedLease();
  }

  get isHeld(): boolean {
    return performance.now() < this.heldUntil.steady && Date.now() < this.heldUntil.wall;
  }

  /** @param asked when the database was asked for the lease that it granted */
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
