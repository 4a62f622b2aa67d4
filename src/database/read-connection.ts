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

  /** Whether several processes may share the store. A SQLite file belongs to one, which runs one transaction at a time. */
  get isShared(): boolean {
    return this.driver.options.type === 'postgres';
  }

  /**
   * A condition that a column is one of many values, with its one parameter. PostgreSQL estimates any list of rows at a
   * hundred, but knows the length of an array.
   *
   * @param place index of the parameter in the statement, from 0
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
