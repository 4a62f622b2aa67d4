/** Since when the one waits who came first, on the clock of `performance`; undefined when nobody does. */
export type OldestWait = () => number | undefined;

/** Who waits in a line, and since when. */
export class WaitQueue {
  private readonly places = new Set<{ since: number }>();

  /** Takes the last place; what it gives leaves it. */
  enter(): () => void {
    const place = { since: performance.now() };
    this.places.add(place);
    return () => void this.places.delete(place);
  }

  get since(): number | undefined {
    for (const { since } of this.places) return since;
    return undefined;
  }
}

/** The longest that anybody waits in one of these lines, in ms. */
export function oldestWait(lines: readonly OldestWait[], now: number): number {
  let longest = 0;
  for (const since of lines) longest = Math.max(longest, now - (since() ?? now));
  return longest;
}
