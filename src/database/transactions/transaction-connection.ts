import { Logger } from '@nestjs/common';
import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** The database rolled back by itself: nothing of the transaction is stored. */
export class TransactionLost extends Error {
  constructor() {
    super('The database rolled the transaction back');
    this.name = 'TransactionLost';
  }
}

/**
 * A connection that runs one transaction. Its state is read from the driver, never remembered here: a database also ends
 * transactions by itself, as SQLite does on a full disk.
 */
export abstract class TransactionConnection {
  protected constructor(
    readonly manager: EntityManager,
    protected readonly runner: QueryRunner,
  ) {}

  /** Takes a connection that is outside of any transaction. */
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

  /** Whether the writes since `begin` can still be committed, as far as the driver knows. */
  abstract readonly isInside: boolean;

  abstract begin(): Promise<void>;
  abstract run(statement: string): Promise<void>;

  /** @throws TransactionLost when the database rolls back instead */
  abstract commit(): Promise<void>;

  /** Releases the connection, or closes it when it is still inside the transaction. */
  abstract leave(): Promise<void>;
}

/** Number of transactions that each SQLite connection has begun. */
const begun = new WeakMap<Database, number>();

class SqliteConnection extends TransactionConnection {
  private isOver = false;

  constructor(
    runner: QueryRunner,
    private readonly database: Database,
  ) {
    const sequential = oneAfterTheOther(runner, () => this.isInside && !this.isOver);
    super(runner.dataSource.createEntityManager(sequential), runner);
  }

  get isInside(): boolean {
    return this.database.inTransaction;
  }

  async begin(): Promise<void> {
    this.demandOutside();
    begun.set(this.database, begunOn(this.database) + 1);
    // IMMEDIATE: a refusal to write comes before the first statement, not halfway.
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

  /** Ends the process otherwise: later writes would join the open transaction, acknowledged but never committed. */
  private demandOutside(): void {
    if (!this.database.inTransaction) return;
    new Logger('Transactions').fatal(
      'SQLite is in a transaction that can be neither committed nor rolled back. The process ends, so that it acknowledges nothing that would be lost. Start it again.',
    );
    process.exit(1);
  }
}

const begunOn = (database: Database) => begun.get(database) ?? 0;

/**
 * Reads, and says whether all of it is committed. SQLite's one connection also sees the writes of an open transaction, which
 * may be rolled back and must not be cached.
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
 * Wraps the runner to send one statement after the other. A statement that followed one on which SQLite rolled back would be
 * committed by itself.
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
    // TypeORM locks rows only when it believes that it is in a transaction.
    (this.runner as { isTransactionActive: boolean }).isTransactionActive = true;
  }

  async run(statement: string): Promise<void> {
    await this.client.query(statement);
  }

  /** After a swallowed error PostgreSQL answers COMMIT with a successful `ROLLBACK`. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    if (command !== 'COMMIT') throw new TransactionLost();
  }

  async leave(): Promise<void> {
    if (this.client.getTransactionStatus() === 'I') await this.runner.release();
    else await destroyConnection(this.runner);
  }
}

/** Closes a connection to PostgreSQL that must not be reused; the server rolls back its open transaction. */
export async function destroyConnection(runner: QueryRunner): Promise<void> {
  // A released connection may already belong to another caller.
  if (runner.isReleased) return;
  try {
    const client = (await runner.connect()) as pg.Client;
    void client.end().catch(() => undefined);
  } catch {
    // There was no connection.
  }
  await runner.release();
}
