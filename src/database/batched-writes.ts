import type { EntityManager } from 'typeorm';
import { Batcher, Deferred } from '../common/concurrency/batcher.js';
import { rowsPerStatement } from './bulk-insert.js';
import { isStoreUnavailable } from './unavailable.js';
import type { Transactions } from './transactions/transactions.js';

interface Write<Item, Outcome> {
  item: Item;
  since: number;
  written: Deferred<Outcome>;
}

/**
 * Joins writes into few transactions: a database commits a hundred rows in little more time than one. Each item is
 * answered after the commit. When a joined transaction fails, each of its items is tried alone, so that one faulty item
 * harms no other. A write waits only while two transactions are in flight.
 */
export class BatchedWrites<Item, Outcome> {
  private readonly batches: Batcher<Write<Item, Outcome>>;

  /** @param write writes all of these items by one statement on PostgreSQL, or fails; returns an outcome for each, in order */
  constructor(
    private readonly transactions: Transactions,
    private readonly write: (manager: EntityManager, items: Item[]) => Promise<Outcome[]>,
  ) {
    // A batch belongs to no single request, so it runs outside of the caller's transaction.
    this.batches = new Batcher((writes) => transactions.detached(() => this.store(writes)), {
      entries: rowsPerStatement,
      inFlight: 2,
    });
    transactions.queues.push(() => this.oldestWait());
  }

  /** Resolves once the item is committed. Inside a shared transaction it becomes a part of that one. */
  async add(item: Item): Promise<Outcome> {
    if (this.transactions.current) {
      const [outcome] = await this.transactions.run((manager) => this.write(manager, [item]));
      return outcome!;
    }
    const write = { item, since: performance.now(), written: new Deferred<Outcome>() };
    return this.batches.join(write, () => write).written.promise;
  }

  private oldestWait(): number | undefined {
    for (const { since } of this.batches.queued) return since;
    return undefined;
  }

  private async store(writes: Write<Item, Outcome>[]): Promise<void> {
    const items = writes.map(({ item }) => item);
    try {
      const outcomes = await this.transactions.runStatement((manager) => this.write(manager, items));
      for (const [index, { written }] of writes.entries()) written.resolve(outcomes[index]!);
    } catch (error) {
      const isHopeless = writes.length === 1 || isStoreUnavailable(error);
      if (isHopeless) for (const { written } of writes) written.reject(error);
      else for (const one of writes) await this.store([one]);
    }
  }
}
