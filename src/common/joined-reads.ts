interface Waiting<Row> {
  key: string;
  answer: (row: Row | undefined) => void;
  refuse: (error: unknown) => void;
}

/** So many keys are one statement's at the most. */
const keysPerStatement = 200;

/**
 * Joins the reads that one turn of the event loop asks for into one statement. Who comes after it was sent waits for the
 * next one, so that nobody is answered from a read older than the question.
 */
export class JoinedReads<Row> {
  private waiting: Waiting<Row>[] = [];

  /** @param select what is found of these keys, each of them there once */
  constructor(private readonly select: (keys: string[]) => Promise<Map<string, Row>>) {}

  /** What is found of this key, read after this call; undefined when there is nothing. */
  read(key: string): Promise<Row | undefined> {
    return new Promise((answer, refuse) => {
      if (this.waiting.length === 0) setImmediate(() => this.send());
      this.waiting.push({ key, answer, refuse });
    });
  }

  private send(): void {
    const asked = this.waiting;
    this.waiting = [];
    for (let from = 0; from < asked.length; from += keysPerStatement) {
      void this.answer(asked.slice(from, from + keysPerStatement));
    }
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
