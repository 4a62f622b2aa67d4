import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type OldestWait, Semaphore } from '../../common/concurrency/semaphore.js';
import { DatabaseTransaction } from './database-transaction.js';
import { type CommitHook, SharedTransaction } from './shared-transaction.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

const database = { most: Infinity, subject: 'the database' };

/**
 * All writes go through here. SQLite has one connection, on which two open transactions would be one, so its writers are
 * queued: no rollback takes another caller's acknowledged write with it.
 */
@Injectable()
export class Transactions {
  /** The queues in front of the database, for the load monitor; `BatchedWrites` adds its own. */
  readonly queues: OldestWait[] = [];
  private readonly writer: Semaphore | undefined;
  private readonly shares: Semaphore;
  private readonly storage = new AsyncLocalStorage<SharedTransaction>();
  private readonly hooks = new WeakMap<EntityManager, CommitHook[]>();
  private openShares = 0;

  constructor(private readonly dataSource: DataSource) {
    const { options } = dataSource;
    if (options.type === 'better-sqlite3')
      this.writer = new Semaphore(1, { ...database, patience: Infinity });
    // Half of the connections stay free for plain writes, which hold one briefly, and for reads.
    const connections = options.type === 'postgres' ? (options.poolSize ?? 10) : Infinity;
    this.shares = new Semaphore(Math.max(1, Math.floor(connections / 2)), { ...database, patience: 10_000 });
    if (this.writer) this.queues.push(this.writer.oldest);
    this.queues.push(this.shares.oldest);
  }

  /**
   * Runs `work` in one transaction: all of it is committed when the promise resolves, nothing when it rejects. Inside
   * `shared` it becomes a part of that transaction and is committed with it.
   */
  run<T>(work: Work<T>): Promise<T> {
    const { current } = this;
    if (!current) return this.runHooked(work, (hooked) => this.runAlone(hooked));
    return this.collectHooks(
      work,
      (hooked) => current.run(hooked),
      (hooks) => current.hooks.push(...hooks),
    );
  }

  /**
   * As `run`, for work that is a single statement. PostgreSQL makes it a transaction by itself: one round trip instead of
   * three.
   */
  runStatement<T>(work: Work<T>): Promise<T> {
    if (this.current || this.writer) return this.run(work);
    return this.runHooked(work, (hooked) => hooked(this.dataSource.createEntityManager()));
  }

  /**
   * Runs `work` so that every `run` inside it, however deep, joins one transaction: committed when the promise resolves.
   * None of it is committed when the promise rejects, unless a hook of `afterCommit` is what failed.
   */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.shares.acquire();
    const transaction = new SharedTransaction(this.dataSource, () => this.acquireWriter());
    this.openShares += 1;
    let result: T;
    try {
      result = await this.storage.run(transaction, work);
      await transaction.commit();
    } catch (error) {
      await transaction.rollBack();
      throw error;
    } finally {
      this.openShares -= 1;
      // An enabled AsyncLocalStorage slows every promise of the process.
      if (this.openShares === 0) this.storage.disable();
      release();
    }
    for (const hook of transaction.hooks) await hook();
    return result;
  }

  /**
   * Runs `hook` once the transaction is committed, and never when it is rolled back: that of this manager, else the
   * shared one. Outside of both it runs at once.
   */
  async afterCommit(hook: CommitHook, manager?: EntityManager): Promise<void> {
    const hooks = manager ? this.hooks.get(manager) : this.current?.hooks;
    if (hooks) hooks.push(hook);
    else await hook();
  }

  /** Runs `work` as if outside of `shared`: for what concerns other requests too. */
  detached<T>(work: () => T): T {
    return this.storage.exit(work);
  }

  /** The transaction of `shared`, inside of it. */
  get current(): SharedTransaction | undefined {
    const transaction = this.storage.getStore();
    return transaction?.isOpen ? transaction : undefined;
  }

  private runHooked<T>(work: Work<T>, execute: (hooked: Work<T>) => Promise<T>): Promise<T> {
    return this.collectHooks(work, execute, async (hooks) => {
      for (const hook of hooks) await hook();
    });
  }

  /** Has `execute` run the work, and hands over the hooks that the work registered, once `execute` has resolved. */
  private async collectHooks<T>(
    work: Work<T>,
    execute: (hooked: Work<T>) => Promise<T>,
    done: (hooks: CommitHook[]) => unknown,
  ): Promise<T> {
    const hooks: CommitHook[] = [];
    const result = await execute((manager) => {
      this.hooks.set(manager, hooks);
      return work(manager);
    });
    if (hooks.length > 0) await done(hooks);
    return result;
  }

  private async runAlone<T>(work: Work<T>): Promise<T> {
    const release = await this.acquireWriter();
    try {
      return await DatabaseTransaction.around(this.dataSource, work);
    } finally {
      release();
    }
  }

  private acquireWriter(): Promise<() => void> {
    return this.writer ? this.writer.acquire() : Promise.resolve(() => undefined);
  }
}
