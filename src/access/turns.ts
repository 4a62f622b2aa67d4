/** Lets so many do something under one key at once as that key's budget allows; the others wait for their turn. */
export class Turns {
  private readonly busy = new Map<string, number>();
  private readonly waiting = new Map<string, (() => void)[]>();

  /**
   * Fulfilled when it is one's turn, with what ends the turn.
   *
   * @param budget how many may be at it; whoever it refuses does not get a turn
   */
  async enter(key: string, budget: () => Promise<number>): Promise<() => void> {
    for (;;) {
      try {
        const allowed = await budget();
        const busy = this.busy.get(key) ?? 0;
        if (busy < allowed) {
          this.busy.set(key, busy + 1);
          return () => this.leave(key);
        }
      } catch (error) {
        // The turn that woke this one up is not lost.
        this.wake(key);
        throw error;
      }
      await new Promise<void>((resolve) =>
        this.waiting.set(key, [...(this.waiting.get(key) ?? []), resolve]),
      );
    }
  }

  private leave(key: string): void {
    const busy = this.busy.get(key)! - 1;
    if (busy > 0) this.busy.set(key, busy);
    else this.busy.delete(key);
    this.wake(key);
  }

  private wake(key: string): void {
    const [next, ...others] = this.waiting.get(key) ?? [];
    if (others.length > 0) this.waiting.set(key, others);
    else this.waiting.delete(key);
    next?.();
  }
}
