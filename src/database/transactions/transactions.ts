import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseTransaction } from './database-transaction.js';
import { SharedTransaction } from './shared-transaction.js';
import { Semaphore } from '../../common/semaphore.js';
import { WaitQueue, type OldestWait } from '../../common/wait-queue.js';

/**
 * The only door to a write. SQLite has one connection, on which two open transactions would be one: there the
 * writers stand in line, so that no rollback takes a neighbour's acknowledged write with it.
 */
@Injectable()
export class Transactions {
  /** Those who wait for their turn to write; who joins writes adds the line of those. */
  readonly lines: OldestWait[] = [() => this.line.since, () => this.places.waitingSince];
  private readonly inLine: boolean;
  private readonly line = new WaitQueue();
  private last: Promise<unknown> = Promise.resolve();
  private readonly storage = new AsyncLocalStorage<SharedTransaction>();
  private readonly places: Semaphore;
  /** What is to be told when the transaction of a manager is committed. */
  private readonly tellings = new WeakMap<EntityManager, (() => void)[]>();
  private open = 0;

  constructor(private readonly dataSource: DataSource) {
    const { options } = dataSource;
    this.inLine = options.type === 'better-sqlite3';
    // Half of the connections stay for those who hold one only while they write, and for reads.
    const connections = options.type === 'postgres' ? (options.poolSize ?? 10) : Infinity;
    this.places = new Semaphore(Math.max(1, Math.floor(connections / 2)));
  }

  /**
   * Runs `work` in one transaction: all of it is committed when the promise is fulfilled, nothing when it is rejected.
   * Inside `together` it becomes a part of that transaction, and is committed with it.
   */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { current } = this;
    const { noting, tell } = this.telling(work);
    if (current) {
      return current.run(noting).then((result) => {
        current.whenCommitted(async () => void tell(result));
        return result;
      });
    }
    if (!this.inLine) return DatabaseTransaction.around(this.dataSource, noting).then(tell);
    const leave = this.line.enter();
    const begin = () => {
      leave();
      return DatabaseTransaction.around(this.dataSource, noting);
    };
    const result = this.last.then(begin).then(tell);
    this.last = result.catch(() => undefined);
    return result;
  }

  /**
   * As `run`, for work that is a single statement, which PostgreSQL makes a transaction by itself: without begin and commit
   * it asks once instead of three times.
   */
  runSingle<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.current || this.inLine) return this.run(work);
    const { noting, tell } = this.telling(work);
    return noting(this.dataSource.createEntityManager()).then(tell);
  }

  /** Does this when what `run` writes with this manager is committed, and not at all when it is not. It must not fail. */
  whenCommitted(manager: EntityManager, work: () => void): void {
    this.tellings.get(manager)?.push(work);
  }

  /**
   * Runs `work` so that all that it writes by `run`, however deep down, is one transaction: committed when the promise
   * is fulfilled, none of it when it is rejected, unless by what was to be done `afterCommit`.
   */
  async together<T>(work: () => Promise<T>): Promise<T> {
    await this.places.take();
    const transaction = new SharedTransaction(this.dataSource, () => this.turn());
    this.open += 1;
    let result: T;
    try {
      result = await this.storage.run(transaction, work);
      await transaction.commit();
    } catch (error) {
      await transaction.rollBack();
      throw error;
    } finally {
      this.open -= 1;
      // While it is in use, Node looks after each promise of the process: nobody else is to pay for that.
      if (this.open === 0) this.storage.disable();
      this.places.giveBack();
    }
    await transaction.doWhatFollows();
    return result;
  }

  /** Does this when what was written is committed: at once, or inside `together` after its end. */
  async afterCommit(work: () => Promise<void>): Promise<void> {
    const { current } = this;
    if (current) current.whenCommitted(work);
    else await work();
  }

  /** Runs `work` as if it were not inside `together`: for what concerns others than this request too. */
  apart<T>(work: () => T): T {
    return this.storage.exit(work);
  }

  /** The transaction of `together`, inside of it. */
  get current(): SharedTransaction | undefined {
    const transaction = this.storage.getStore();
    return transaction?.isOpen ? transaction : undefined;
  }

  /** The work, noting what is to be told of it, and what tells that once the work is committed. */
  private telling<T>(work: (manager: EntityManager) => Promise<T>): {
    noting: (manager: EntityManager) => Promise<T>;
    tell: (result: T) => T;
  } {
    const tellings: (() => void)[] = [];
    return {
      noting: (manager) => {
        this.tellings.set(manager, tellings);
        return work(manager);
      },
      tell: (result) => {
        for (const one of tellings) one();
        return result;
      },
    };
  }

  /** Fulfilled when it is our turn to write, with what gives the turn to the next one. */
  private async turn(): Promise<() => void> {
    if (!this.inLine) return () => undefined;
    const before = this.last;
    let giveTurn!: () => void;
    this.last = new Promise<void>((resolve) => (giveTurn = resolve));
    const leave = this.line.enter();
    await before;
    leave();
    return giveTurn;
  }
}
