import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/**
 * The only door to a write. SQLite has one connection, on which two open transactions would be one: there the
 * writers stand in line, so that no rollback takes a neighbour's acknowledged write with it.
 */
@Injectable()
export class Transactions {
  private readonly inLine: boolean;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {
    this.inLine = dataSource.options.type === 'better-sqlite3';
  }

  /** Runs `work` in one transaction: all of it is committed when the promise is fulfilled, nothing when it is rejected. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (!this.inLine) return this.dataSource.transaction(work);
    const result = this.last.then(() => this.dataSource.transaction(work));
    this.last = result.catch(() => undefined);
    return result;
  }
}
