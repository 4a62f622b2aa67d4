import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { locks } from '../database/advisory-locks.js';
import { Pruner } from '../database/pruner.js';
import { Transactions } from '../database/transactions/transactions.js';
import { TokensRepository } from './tokens.repository.js';

/** How long the row of a dead token is kept, in ms. */
export const RETENTION = Symbol('retention');

const batch = 1000;

/**
 * Removes the rows of tokens that died longer ago than the retention. It walks the table by its primary key, so that no moment
 * needs an index, and rests after each batch.
 */
@Injectable()
export class TokensPruner extends Pruner {
  constructor(
    private readonly repository: TokensRepository,
    private readonly transactions: Transactions,
    dataSource: DataSource,
    clock: Clock,
    @Inject(RETENTION) private readonly retention: number,
  ) {
    super(dataSource, locks.pruner, clock);
  }

  protected async sweep(): Promise<number> {
    const before = this.clock.now() - this.retention;
    let total = 0;
    for (let after: string | undefined = ''; after !== undefined;) {
      const begun = performance.now();
      const { dead, last } = await this.repository.findLongDead(after, before, batch);
      if (dead.length > 0) await this.transactions.run((manager) => this.repository.remove(manager, dead));
      total += dead.length;
      this.removed(dead.length);
      after = (await this.rest(begun)) ? last : undefined;
    }
    if (total > 0) this.logger.log(`Removed ${total} dead tokens`);
    return total;
  }
}
