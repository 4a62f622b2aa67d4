import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Transactions } from './transactions.js';

/**
 * The data source as repositories see it. Inside `Transactions.together` what they read is read by that transaction: it
 * sees what was written there, and a request that holds a connection never waits for a second one.
 */
@Injectable()
export class ReadSource {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  get manager(): EntityManager {
    return this.transactions.current?.manager ?? this.dataSource.manager;
  }

  get driver(): DataSource['driver'] {
    return this.dataSource.driver;
  }
}
