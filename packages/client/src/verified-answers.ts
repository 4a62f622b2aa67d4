import { answerOf } from './answer.js';
import type { Introspection } from './native.generated.js';

/** An answer, or one that is on its way. Moments are those of `performance.now()`, which nobody can set. */
interface Asked {
  /** When the question was sent. */
  sentAt: number;
  /** When the token ends; unknown while the answer is on its way. */
  endsAt?: number;
  answer: Promise<Introspection>;
}

/**
 * Answers that may be given again for a while, by the SHA-256 of the secret.
 *
 * One rule holds for what is there and for what is still on its way: it is given to a request only when its question
 * was sent less than `staleness` before that request came. What was true later than that cannot have been missed.
 */
export class VerifiedAnswers {
  private readonly live = new Map<string, Asked>();
  private readonly underWay = new Map<string, Asked>();

  /**
   * @param staleness in ms; 0 asks each time and keeps nothing
   * @param size how many answers are kept; the one that was not wanted for longest makes room
   */
  constructor(
    private readonly staleness: number,
    private readonly size: number,
  ) {}

  /** @param ask asks Tokenwright */
  async get(secret: string, ask: () => Promise<Introspection>): Promise<Introspection> {
    if (this.staleness === 0) return ask();
    const cameAt = performance.now();
    const key = await digestOf(secret);
    const known = this.freshLive(key, cameAt) ?? this.fresh(this.underWay.get(key), cameAt);
    return (known ?? this.asked(key, ask)).answer;
  }

  private fresh(asked: Asked | undefined, at: number): Asked | undefined {
    if (!asked || at >= (asked.endsAt ?? Infinity)) return undefined;
    return at - asked.sentAt < this.staleness ? asked : undefined;
  }

  private freshLive(key: string, at: number): Asked | undefined {
    const found = this.live.get(key);
    if (!found) return undefined;
    this.live.delete(key);
    if (!this.fresh(found, at)) return undefined;
    this.live.set(key, found);
    return found;
  }

  private asked(key: string, ask: () => Promise<Introspection>): Asked {
    const asked: Asked = { sentAt: performance.now(), answer: ask() };
    this.underWay.set(key, asked);
    const settled = (): void => {
      if (this.underWay.get(key) === asked) this.underWay.delete(key);
    };
    asked.answer.then((answer) => {
      settled();
      if (answer.active) this.keep(key, { ...asked, endsAt: endOf(answer, asked.sentAt) });
    }, settled);
    return asked;
  }

  private keep(key: string, asked: Asked): void {
    const before = this.live.get(key);
    if (before && before.sentAt > asked.sentAt) return;
    this.live.delete(key);
    this.live.set(key, asked);
    for (const oldest of this.live.keys()) {
      if (this.live.size <= this.size) break;
      this.live.delete(oldest);
    }
  }
}

/**
 * When the token ends at the earliest. `exp` is by Tokenwright's clock, and so is the answer's `Date`, whose seconds are
 * rounded down: a clock of ours that is wrong makes no difference.
 */
function endOf(answer: Introspection, sentAt: number): number {
  if (answer.exp === undefined) return Infinity;
  const date = Date.parse(answerOf(answer)?.headers.get('date') ?? '');
  const left = answer.exp * 1000 - (Number.isNaN(date) ? Date.now() : date) - 1000;
  return sentAt + left;
}

async function digestOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return String.fromCharCode(...new Uint8Array(digest));
}
