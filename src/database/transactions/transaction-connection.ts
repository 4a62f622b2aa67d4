import { Logger } from '@nestjs/common';
import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** The database took back a transaction by itself: nothing of it is stored. */
export class TransactionLost extends Error {
  constructor() {
    super('The database took the transaction back');
    this.name = 'TransactionLost';
  }
}

/**
 * A connection that runs one transaction. Whether it is inside of one is never remembered here, but asked of the driver:
 * a database also ends transactions by itself, as SQLite does when the disk is full.
 */
export abstract class TransactionConnection {
  protected constructor(
    /** By which the transaction reads and writes. */
    readonly manager: EntityManager,
    protected readonly runner: QueryRunner,
  ) {}

  /** A connection outside of any transaction. */
  static async take(dataSource: DataSource): Promise<TransactionConnection> {
    const runner = dataSource.createQueryRunner();
    try {
      const client: unknown = await runner.connect();
      return dataSource.options.type === 'postgres'
        ? new PostgresConnection(runner, client as pg.Client)
        : new SqliteConnection(runner, client as Database);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** Whether what was written since `begin` can still be committed, as far as the driver knows. */
  abstract readonly isInside: boolean;

  abstract begin(): Promise<void>;
  abstract run(statement: string): Promise<void>;

  /** @throws TransactionLost when the database answers by taking it back */
  abstract commit(): Promise<void>;

  /** Gives the connection back for the next transaction, or ends it when it cannot be brought outside of this one. */
  abstract leave(): Promise<void>;
}

/** How many transactions each connection of SQLite began. */
const begun = new WeakMap<Database, number>();

class SqliteConnection extends TransactionConnection {
  private isOver = false;

  constructor(
    runner: QueryRunner,
    private readonly database: Database,
  ) {
    const inTurns = oneAfterTheOther(runner, () => this.isInside && !this.isOver);
    super(runner.dataSource.createEntityManager(inTurns), runner);
  }

  get isInside(): boolean {
    return this.database.inTransaction;
  }

  async begin(): Promise<void> {
    this.demandOutside();
    begun.set(this.database, begunOn(this.database) + 1);
    // Whether it may write is known before the first statement, not in the midst.
    this.database.exec('BEGIN IMMEDIATE');
  }

  async run(statement: string): Promise<void> {
    this.database.exec(statement);
  }

  async commit(): Promise<void> {
    this.database.exec('COMMIT');
  }

  async leave(): Promise<void> {
    this.isOver = true;
    this.demandOutside();
    await this.runner.release();
  }

  /** Every later write would be a part of the open transaction, acknowledged and never committed: nobody is answered any more. */
  private demandOutside(): void {
    if (!this.database.inTransaction) return;
    new Logger('Transactions').fatal(
      'SQLite is in a transaction that can be neither committed nor taken back. The process ends, so that nothing is acknowledged that would be lost: start it again.',
    );
    process.exit(1);
  }
}

const begunOn = (database: Database) => begun.get(database) ?? 0;

/**
 * Reads, and tells whether all that was read is committed. SQLite's one connection also sees what an open transaction wrote,
 * which may come to nothing: nobody may remember that.
 */
export async function readCommitted<T>(
  { options, driver }: DataSource,
  read: () => Promise<T>,
): Promise<{ found: T; isCommitted: boolean }> {
  if (options.type === 'postgres') return { found: await read(), isCommitted: true };
  const database = (driver as unknown as { databaseConnection: Database }).databaseConnection;
  const before = begunOn(database);
  const wasOutside = !database.inTransaction;
  const found = await read();
  return { found, isCommitted: wasOutside && begunOn(database) === before };
}

/**
 * The runner, with each statement sent after the one before: what follows a statement on which SQLite took back all would
 * be stored by itself.
 */
function oneAfterTheOther(runner: QueryRunner, isInside: () => boolean): QueryRunner {
  let last: Promise<unknown> = Promise.resolve();
  const query = (...statement: Parameters<QueryRunner['query']>): Promise<unknown> => {
    const result = last.then(() => {
      if (!isInside()) throw new TransactionLost();
      return runner.query(...statement);
    });
    last = result.catch(() => undefined);
    return result;
  };
  return Object.create(runner, {
    query: { value: query },
    manager: { writable: true },
    isTransactionActive: { value: true },
  }) as QueryRunner;
}

class PostgresConnection extends TransactionConnection {
  constructor(
    runner: QueryRunner,
    private readonly client: pg.Client,
  ) {
    super(runner.manager, runner);
  }

  get isInside(): boolean {
    return this.client.getTransactionStatus() === 'T';
  }

  async begin(): Promise<void> {
    await this.client.query('BEGIN');
    // TypeORM locks rows only where it believes to be in a transaction.
    (this.runner as { isTransactionActive: boolean }).isTransactionActive = true;
  }

  async run(statement: string): Promise<void> {
    await this.client.query(statement);
  }

  /** After an error that somebody swallowed PostgreSQL takes back, and calls that a success of `ROLLBACK`. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    if (command !== 'COMMIT') throw new TransactionLost();
  }

  async leave(): Promise<void> {
    if (this.client.getTransactionStatus() === 'I') await this.runner.release();
    else await giveUp(this.runner);
  }
}

/** Ends a connection to PostgreSQL that nobody may be handed again; the server takes back what was open on it. */
export async function giveUp(runner: QueryRunner): Promise<void> {
  // A released connection is another one's already.
  if (runner.isReleased) return;
  try {
    const client = (await runner.connect()) as pg.Client;
    void client.end().catch(() => undefined);
  } catch {
    // There was never a connection.
  }
  await runner.release();
}
