import type { DataSource, EntityManager } from 'typeorm';
import { DatabaseTransaction } from './database-transaction.js';

/** Work that follows a commit. */
export type CommitHook = () => void | Promise<void>;

/**
 * One transaction that several writes share. It begins with the first write, so that it blocks no writer before that.
 * Each write is a savepoint of its own: when one fails, the others stay.
 */
export class SharedTransaction {
  private transaction: DatabaseTransaction | undefined;
  private releaseWriter: (() => void) | undefined;
  private last: Promise<unknown> = Promise.resolve();
  /** Run in this order once all is committed, never when it is rolled back. */
  readonly hooks: CommitHook[] = [];
  private isClosed = false;

  /** @param acquireWriter resolves with a release function once this transaction may write */
  constructor(
    private readonly dataSource: DataSource,
    private readonly acquireWriter: () => Promise<() => void>,
  ) {}

  /** Whether it takes further writes. Work that outlives the request finds it closed. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** For reads, once it has begun: they see its writes and need no second connection. */
  get manager(): EntityManager | undefined {
    return this.transaction?.manager;
  }

  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const result = this.last.then(async () => (await this.begin()).part(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when all is stored; when it rejects, nothing is. */
  commit(): Promise<void> {
    return this.end((transaction) => transaction.commit());
  }

  /** Undoes all writes, unless they are committed. Never rejects. */
  rollBack(): Promise<void> {
    return this.end((transaction) => transaction.rollBack());
  }

  private async begin(): Promise<DatabaseTransaction> {
    if (this.transaction) return this.transaction;
    const releaseWriter = await this.acquireWriter();
    try {
      this.transaction = await DatabaseTransaction.begin(this.dataSource);
    } catch (error) {
      releaseWriter();
      throw error;
    }
    this.releaseWriter = releaseWriter;
    return this.transaction;
  }

  private async end(how: (transaction: DatabaseTransaction) => Promise<void>): Promise<void> {
    await this.last;
    this.isClosed = true;
    const { transaction, releaseWriter } = this;
    this.transaction = undefined;
    this.releaseWriter = undefined;
    try {
      if (transaction) await how(transaction);
    } finally {
      releaseWriter?.();
    }
  }
}
