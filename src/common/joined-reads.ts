interface Waiting<Row> {
  key: string;
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
export class JoinedReads<Row> {
  private readonly waiting: Waiting<Row>[] = [];
  private inFlight = 0;
  private isScheduled = false;

  /** @param select what is found of these keys, each of them there once */
  constructor(private readonly select: (keys: string[]) => Promise<Map<string, Row>>) {}

  /** What is found of this key, read after this call; undefined when there is nothing. */
  read(key: string): Promise<Row | undefined> {
    return new Promise((answer, refuse) => {
      this.waiting.push({ key, answer, refuse });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.inFlight === mostInFlight || this.waiting.length === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.send();
    });
  }

  private async send(): Promise<void> {
    const asked = this.waiting.splice(0, keysPerStatement);
    this.inFlight += 1;
    this.schedule();
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

  private async answer(asked: Waiting<Row>[]): Promise<void> {
    try {
      const rows = await this.select([...new Set(asked.map(({ key }) => key))]);
      for (const { key, answer } of asked) answer(rows.get(key));
    } catch (error) {
      for (const { refuse } of asked) refuse(error);
    }
  }
}
