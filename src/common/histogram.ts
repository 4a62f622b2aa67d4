/** Upper bounds of the classes of durations, in ms: from a cached check to a store's time-out. */
const usualBounds = [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000];

/** How often something took how long, as plain numbers: to note a duration costs some comparisons. */
export class Histogram {
  /** How many durations fell into each class; the last class has no bound. */
  readonly counts: number[];
  /** All durations together, in ms. */
  sum = 0;

  constructor(readonly bounds: readonly number[] = usualBounds) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  /** @param ms how long it took */
  note(ms: number): void {
    const { bounds } = this;
    let at = 0;
    while (at < bounds.length && ms > bounds[at]!) at += 1;
    this.counts[at]! += 1;
    this.sum += ms;
  }
}
