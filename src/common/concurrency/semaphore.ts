import { Failure } from '../failure.js';

/** Start of the oldest wait in a queue, on the clock of `performance`; undefined when nobody waits. */
export type OldestWait = () => number | undefined;

/** The waits in front of one resource, in the order in which they began. */
export class WaitQueue {
  private readonly waits = new Set<{ since: number }>();

  /** Joins the queue; returns a function that leaves it. */
  enter(): () => void {
    const wait = { since: performance.now() };
    this.waits.add(wait);
    return () => void this.waits.delete(wait);
  }

  readonly oldest: OldestWait = () => {
    for (const { since } of this.waits) return since;
    return undefined;
  };
}

/** The longest wait in any of these queues, in ms. */
export function oldestWait(queues: readonly OldestWait[], now: number): number {
  let longest = 0;
  for (const oldest of queues) longest = Math.max(longest, now - (oldest() ?? now));
  return longest;
}

interface Waiting {
  /** A caller that finds this many waiting is refused with `overloaded`. */
  most: number;
  /** How long a caller waits, in ms, before it is refused with `unavailable`. */
  patience: number;
  /** The resource, for the text of a refusal. */
  subject: string;
}

/** A number of permits; a caller that finds none waits, the oldest first. */
export class Semaphore {
  private readonly waiting = new Map<() => void, number>();

  constructor(
    private free: number,
    private readonly bounds: Waiting,
  ) {}

  readonly oldest: OldestWait = () => {
    for (const since of this.waiting.values()) return since;
    return undefined;
  };

  /**
   * Resolves with a function that releases the permit, once this caller holds one.
   *
   * @throws Failure `unavailable` when none became free in time, `overloaded` at once when too many wait
   */
  async acquire(): Promise<() => void> {
    if (this.free > 0) this.free -= 1;
    else await this.wait();
    return () => this.release();
  }

  private wait(): Promise<void> {
    const { most, patience, subject } = this.bounds;
    const message = `Too many requests wait for ${subject}`;
    if (this.waiting.size >= most) throw new Failure('overloaded', message, { retryAfter: 1 });
    return new Promise((resolve, reject) => {
      const refuse = () => {
        this.waiting.delete(enter);
        reject(new Failure('unavailable', message, { retryAfter: 5 }));
      };
      const timer = patience === Infinity ? undefined : setTimeout(refuse, patience);
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.set(enter, performance.now());
    });
  }

  private release(): void {
    const [next] = this.waiting.keys();
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
