import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { readCommitted } from './transactions/transaction-connection.js';
import { Transactions } from './transactions/transactions.js';

/**
 * The data source as repositories see it. Inside `Transactions.shared` they read by that transaction: they
 * see its writes, and a request that holds a connection never waits for a second one.
 */
@Injectable()
export class ReadConnection {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  get manager(): EntityManager {
    return this.transactions.current?.manager ?? this.dataSource.manager;
  }

  /** Reads, and says whether all that was read is committed; inside `Transactions.shared` nothing is yet. */
  async readCommitted<T>(read: () => Promise<T>): Promise<{ found: T; isCommitted: boolean }> {
    if (this.transactions.current) return { found: await read(), isCommitted: false };
    return readCommitted(this.dataSource, read);
  }

  /** Whether several processes may share the store; SQLite is one process's, which runs one transaction at a time. */
  get isShared(): boolean {
    return this.driver.options.type === 'postgres';
  }

  /**
   * That a column is one of many values, as a condition and its one parameter. PostgreSQL takes a list of rows for a hundred,
   * however long it is, but knows how long an array is.
   *
   * @param place of the parameter among those of the statement, counted from 0
   */
  inList(column: string, values: string[], place: number): [condition: string, parameter: unknown] {
    const mark = this.driver.createParameter('among', place);
    return this.isShared
      ? [`${column} = ANY(${mark})`, values]
      : [`${column} IN (SELECT value FROM json_each(${mark}))`, JSON.stringify(values)];
  }

  get driver(): DataSource['driver'] {
    return this.dataSource.driver;
  }
}
