import type { EntityManager } from 'typeorm';
import { rowsPerStatement } from './bulk-insert.js';
import { isStoreUnavailable } from './unavailable.js';
import type { Transactions } from './transactions/transactions.js';

interface Waiting<Item, Outcome> {
  item: Item;
  since: number;
  written: (outcome: Outcome) => void;
  refused: (error: unknown) => void;
}

/** So many items are one transaction's at the most, and on PostgreSQL one statement's. */
const mostItems = rowsPerStatement;

/** So many transactions are on their way at once: while the database writes one, the next one is put together. */
const mostInFlight = 2;

/**
 * Joins what waits to be written into one transaction, since a database commits a hundred rows in little more time than
 * one. Each item is answered after the commit, and is all or nothing for itself: where a joined transaction fails, each of
 * its items is tried alone, so that the fault of one harms no other. Nothing waits while nothing is on its way.
 */
export class JoinedWrites<Item, Outcome> {
  private readonly waiting: Waiting<Item, Outcome>[] = [];
  private inFlight = 0;
  private isScheduled = false;

  /** @param write writes all of these items by one statement on PostgreSQL, or fails; gives the outcome of each, in order */
  constructor(
    private readonly transactions: Transactions,
    private readonly write: (manager: EntityManager, items: Item[]) => Promise<Outcome[]>,
  ) {
    transactions.lines.push(() => this.waiting[0]?.since);
  }

  /** Fulfilled when the item is committed. Inside `Transactions.together` it is a part of that transaction. */
  async add(item: Item): Promise<Outcome> {
    if (this.transactions.current) {
      const [outcome] = await this.transactions.run((manager) => this.write(manager, [item]));
      return outcome!;
    }
    return new Promise((written, refused) => {
      this.waiting.push({ item, since: performance.now(), written, refused });
      this.schedule();
    });
  }

  /**
   * After all that this turn of the event loop asks for. But under load a turn is long, and what comes after it starves: a
   * full transaction does not wait for its end.
   */
  private schedule(): void {
    if (this.waiting.length >= mostItems) this.send();
    if (this.isScheduled || this.inFlight === mostInFlight || this.waiting.length === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.inFlight === mostInFlight || this.waiting.length === 0) return;
    const joined = this.waiting.splice(0, mostItems);
    this.inFlight += 1;
    // It is the transaction of many, and not of whoever was the last to come.
    void this.transactions.apart(async () => {
      await this.store(joined);
      this.inFlight -= 1;
      this.schedule();
    });
  }

  private async store(joined: Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.transactions.runSingle((manager) =>
        this.write(
          manager,
          joined.map(({ item }) => item),
        ),
      );
      for (const [index, { written }] of joined.entries()) written(outcomes[index]!);
    } catch (error) {
      const isHopeless = joined.length === 1 || isStoreUnavailable(error);
      if (isHopeless) for (const { refused } of joined) refused(error);
      else for (const one of joined) await this.store([one]);
    }
  }
}
