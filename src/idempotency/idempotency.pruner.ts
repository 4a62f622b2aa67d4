import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { locks } from '../database/advisory-locks.js';
import { Pruner } from '../database/pruner.js';
import { Transactions } from '../database/transactions/transactions.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { keptFor } from './idempotency.service.js';

/** Small, because the answer to a bulk mint takes megabytes. */
const batch = 200;

@Injectable()
export class IdempotencyPruner extends Pruner {
  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly transactions: Transactions,
    dataSource: DataSource,
    clock: Clock,
  ) {
    super(dataSource, locks.idempotencyPruner, clock);
  }

  protected async sweep(): Promise<number> {
    const until = this.clock.now() - keptFor;
    let total = 0;
    for (let some = await this.old(until); some.length > 0; some = await this.old(until)) {
      const ids = some;
      await this.transactions.run((manager) => this.repository.remove(manager, ids, until));
      total += ids.length;
      this.removed(ids.length);
      await new Promise(setImmediate);
    }
    return total;
  }

  private old(until: number): Promise<string[]> {
    return this.repository.findOld(until, batch);
  }
}
