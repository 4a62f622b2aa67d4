import { Failure } from './failure.js';

/** How long one waits for a place, in ms: long enough for a burst, not for a store that is away. */
const patience = 10_000;

/** How those who wait are bounded. */
interface Line {
  /** So many may wait at the most; the next one is refused with `overloaded`. */
  mostWaiting: number;
  /** What they wait for, in words. */
  subject: string;
}

/** A number of places that are taken and given back; who finds none waits in line, but not for ever. */
export class Semaphore {
  private readonly waiting = new Map<() => void, number>();

  constructor(
    private free: number,
    private readonly line: Line = { mostWaiting: Infinity, subject: 'the database' },
  ) {}

  /** Since when the one waits who came first. */
  get waitingSince(): number | undefined {
    const [since] = this.waiting.values();
    return since;
  }

  /**
   * Fulfilled when there is a place.
   *
   * @throws Failure `unavailable` when none became free in time, `overloaded` at once when too many wait
   */
  async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    const { mostWaiting, subject } = this.line;
    const message = `Too many requests wait for ${subject}`;
    if (this.waiting.size >= mostWaiting) throw new Failure('overloaded', message, { retryAfter: 1 });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(enter);
        reject(new Failure('unavailable', message, { retryAfter: 5 }));
      }, patience);
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.set(enter, performance.now());
    });
  }

  /** Gives a place to the one who has waited longest. */
  giveBack(): void {
    const [next] = this.waiting.keys();
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
