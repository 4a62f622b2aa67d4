/** Upper bounds of the buckets, in ms: from a cached check to the timeout of a store. */
const usualBounds = [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000];

/** A histogram of durations, as plain numbers. */
export class Histogram {
  /** Number of durations in each bucket; the last bucket has no bound. */
  readonly counts: number[];
  /** Sum of all durations, in ms. */
  sum = 0;

  constructor(readonly bounds: readonly number[] = usualBounds) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  note(ms: number): void {
    const { bounds } = this;
    let at = 0;
    while (at < bounds.length && ms > bounds[at]!) at += 1;
    this.counts[at]! += 1;
    this.sum += ms;
  }
}
