/** Who asked for a key. */
interface Asker<Row> {
  answer: (row: Row | undefined) => void;
  refuse: (error: unknown) => void;
}

/** So many keys are one statement's at the most. */
const keysPerStatement = 200;

/** So many statements are on their way at once: meanwhile the next one gathers. */
const mostInFlight = 2;

/** How long one of them holds back the next, in ms: where the database hangs, who waits is told so as soon as ever. */
const patience = 250;

/**
 * Joins the reads that one turn of the event loop asks for, and what waits meanwhile, into one statement. Who comes after
 * it was sent waits for the next one, so that nobody is answered from a read older than the question.
 */
export class Batcher<Row> {
  /** By key, in the order in which the keys were asked for. */
  private readonly waiting = new Map<string, Asker<Row>[]>();
  private inFlight = 0;
  private isScheduled = false;

  /** @param select what is found of these keys, each of them there once */
  constructor(private readonly select: (keys: string[]) => Promise<Map<string, Row>>) {}

  /** What is found of this key, read after this call; undefined when there is nothing. */
  read(key: string): Promise<Row | undefined> {
    return new Promise((answer, refuse) => {
      const asker = { answer, refuse };
      const others = this.waiting.get(key);
      if (others) others.push(asker);
      else this.waiting.set(key, [asker]);
      this.schedule();
    });
  }

  /** Under load a turn is long, and what comes after it starves: a full statement does not wait for its end. */
  private schedule(): void {
    if (this.waiting.size >= keysPerStatement) this.send();
    if (this.isScheduled || this.inFlight === mostInFlight || this.waiting.size === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.inFlight === mostInFlight || this.waiting.size === 0) return;
    const asked = new Map<string, Asker<Row>[]>();
    for (const [key, askers] of this.waiting) {
      if (asked.size === keysPerStatement) break;
      asked.set(key, askers);
      this.waiting.delete(key);
    }
    void this.ask(asked);
  }

  private async ask(asked: Map<string, Asker<Row>[]>): Promise<void> {
    this.inFlight += 1;
    let isHolding = true;
    const letGo = () => {
      if (!isHolding) return;
      isHolding = false;
      this.inFlight -= 1;
      this.schedule();
    };
    const timer = setTimeout(letGo, patience);
    await this.answer(asked);
    clearTimeout(timer);
    letGo();
  }

  private async answer(asked: Map<string, Asker<Row>[]>): Promise<void> {
    try {
      const rows = await this.select([...asked.keys()]);
      for (const [key, askers] of asked) for (const { answer } of askers) answer(rows.get(key));
    } catch (error) {
      for (const askers of asked.values()) for (const { refuse } of askers) refuse(error);
    }
  }
}
