import type { DataSource, EntityManager } from 'typeorm';
import { DatabaseTransaction } from './database-transaction.js';

/**
 * One transaction that several writes share. It begins with the first of them, so that nobody waits for a writer that
 * does not write yet; each write is a savepoint of its own, so that one that fails takes no other with it.
 */
export class SharedTransaction {
  private transaction: DatabaseTransaction | undefined;
  private giveTurn: (() => void) | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private readonly afterwards: (() => Promise<void>)[] = [];
  private isClosed = false;

  /** @param turn fulfilled when it is our turn to write, with what gives the turn to the next one */
  constructor(
    private readonly dataSource: DataSource,
    private readonly turn: () => Promise<() => void>,
  ) {}

  /** Whether it takes further writes: what was begun by the work and goes on after it finds it closed. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** For reads, when it has begun: they see what it wrote, and need no other connection. */
  get manager(): EntityManager | undefined {
    return this.transaction?.manager;
  }

  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const result = this.last.then(async () => (await this.begin()).part(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Has this done when all is committed, and not at all when it is not. */
  whenCommitted(work: () => Promise<void>): void {
    this.afterwards.push(work);
  }

  /** Fulfilled when all is stored; when it is rejected, nothing is. */
  commit(): Promise<void> {
    return this.end((transaction) => transaction.commit());
  }

  /** Takes all back, unless it was committed. It never fails. */
  rollBack(): Promise<void> {
    return this.end((transaction) => transaction.rollBack());
  }

  async doWhatFollows(): Promise<void> {
    for (const work of this.afterwards) await work();
  }

  private async begin(): Promise<DatabaseTransaction> {
    if (this.transaction) return this.transaction;
    const giveTurn = await this.turn();
    try {
      this.transaction = await DatabaseTransaction.begin(this.dataSource);
    } catch (error) {
      giveTurn();
      throw error;
    }
    this.giveTurn = giveTurn;
    return this.transaction;
  }

  private async end(how: (transaction: DatabaseTransaction) => Promise<void>): Promise<void> {
    await this.last;
    this.isClosed = true;
    const { transaction, giveTurn } = this;
    this.transaction = undefined;
    this.giveTurn = undefined;
    try {
      if (transaction) await how(transaction);
    } finally {
      giveTurn?.();
    }
  }
}
