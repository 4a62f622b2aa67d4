interface Queue {
  /** How many are at it, and how many have been. */
  busy: number;
  ended: number;
  /** How many are at it, wait, or ask whether they may. */
  present: number;
  waiting: (() => void)[];
}

/** Lets so many do something under one key at once as that key's budget allows; the others wait for their turn. */
export class Turns {
  private readonly queues = new Map<string, Queue>();

  /**
   * Fulfilled when it is one's turn, with what ends the turn.
   *
   * @param budget how many may be at it; whom it refuses gets no turn
   */
  async enter(key: string, budget: () => Promise<number>): Promise<() => void> {
    const queue = this.queues.get(key) ?? { busy: 0, ended: 0, present: 0, waiting: [] };
    this.queues.set(key, queue);
    queue.present += 1;
    const go = () => {
      queue.present -= 1;
      if (queue.present === 0) this.queues.delete(key);
      queue.waiting.shift()?.();
    };
    try {
      for (;;) {
        const { ended } = queue;
        const allowed = await budget();
        // Who ended a turn in the meantime may have spent what was just seen.
        if (queue.ended !== ended) continue;
        if (queue.busy < allowed) break;
        await new Promise<void>((resolve) => queue.waiting.push(resolve));
      }
    } catch (error) {
      go();
      throw error;
    }
    queue.busy += 1;
    return () => {
      queue.busy -= 1;
      queue.ended += 1;
      go();
    };
  }
}
