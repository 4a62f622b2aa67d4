/** Bounds of a batcher. */
interface BatchLimits {
  /** Maximum entries of one batch. */
  readonly entries: number;
  /** Batches that are flushed at the same time; further entries gather meanwhile. */
  readonly inFlight: number;
  /** Stop holding back the next batch after this time, in ms, so that callers fail fast while a store hangs. */
  readonly holdBack?: number;
}

/**
 * Gathers entries and flushes them in batches: those that one turn of the event loop adds, and those that arrive while
 * earlier batches are in flight. An entry never joins a batch whose flush began before the entry was added.
 */
export class Batcher<Entry> {
  private readonly waiting = new Map<unknown, Entry>();
  private readonly flushing = new Set<Promise<void>>();
  private inFlight = 0;
  private isScheduled = false;

  /** @param flush must not reject: it tells each entry how it went */
  constructor(
    private readonly flush: (entries: Entry[]) => Promise<void>,
    private readonly limits: BatchLimits,
  ) {}

  /** The entry that waits under this key; when there is none, the one that `create` makes. */
  join(key: unknown, create: () => Entry): Entry {
    const waiting = this.waiting.get(key);
    if (waiting) return waiting;
    const entry = create();
    this.waiting.set(key, entry);
    this.schedule();
    return entry;
  }

  /** Entries whose flush has not begun, the oldest first. */
  get queued(): IterableIterator<Entry> {
    return this.waiting.values();
  }

  get size(): number {
    return this.waiting.size;
  }

  /** Resolves when nothing waits and nothing is being flushed. */
  async idle(): Promise<void> {
    while (this.waiting.size > 0 || this.flushing.size > 0) {
      await (this.flushing.size > 0 ? Promise.all(this.flushing) : new Promise(setImmediate));
    }
  }

  /** Sends full batches at once: under load a turn is long, and waiting for its end would starve them. */
  private schedule(): void {
    if (this.waiting.size >= this.limits.entries) this.send();
    if (this.isScheduled || this.isHeldBack) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private get isHeldBack(): boolean {
    return this.waiting.size === 0 || this.inFlight >= this.limits.inFlight;
  }

  private send(): void {
    while (!this.isHeldBack) {
      const batch: Entry[] = [];
      for (const [key, entry] of this.waiting) {
        if (batch.length === this.limits.entries) break;
        batch.push(entry);
        this.waiting.delete(key);
      }
      const flushed = this.flushHolding(batch);
      this.flushing.add(flushed);
      void flushed.finally(() => this.flushing.delete(flushed));
    }
  }

  /** Flushes a batch that counts as in flight until it has ended, or until `holdBack` has passed. */
  private async flushHolding(batch: Entry[]): Promise<void> {
    this.inFlight += 1;
    let isHolding = true;
    const letGo = () => {
      if (!isHolding) return;
      isHolding = false;
      this.inFlight -= 1;
      this.schedule();
    };
    const { holdBack } = this.limits;
    const timer = holdBack === undefined ? undefined : setTimeout(letGo, holdBack);
    await this.flush(batch);
    clearTimeout(timer);
    letGo();
  }
}

/** A promise with the functions that settle it. */
export class Deferred<T> {
  resolve!: (value: T) => void;
  reject!: (error: unknown) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Joins reads by key into few statements. A read never shares a statement that was sent before it was asked for. */
export class BatchedReads<Row> {
  private readonly batches: Batcher<{ key: string; found: Deferred<Row | undefined> }>;

  /** @param select finds the rows of at most 200 keys, each named once */
  constructor(select: (keys: string[]) => Promise<Map<string, Row>>) {
    this.batches = new Batcher(
      async (entries) => {
        try {
          const rows = await select(entries.map(({ key }) => key));
          for (const { key, found } of entries) found.resolve(rows.get(key));
        } catch (error) {
          for (const { found } of entries) found.reject(error);
        }
      },
      { entries: 200, inFlight: 2, holdBack: 250 },
    );
  }

  /** Resolves with the row of this key as it is after this call; undefined when there is none. */
  read(key: string): Promise<Row | undefined> {
    return this.batches.join(key, () => ({ key, found: new Deferred<Row | undefined>() })).found.promise;
  }
}
