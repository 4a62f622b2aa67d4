import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { locks, underLockIfFree } from '../common/locks.js';
import { Transactions } from '../common/transactions.js';
import { TokensRepository } from './tokens.repository.js';

/** How long a dead token's row is kept, in ms. */
export const RETENTION = Symbol('retention');

const everyMs = 10 * 60_000;
const batch = 1000;

/** Removes the rows of tokens that have long been dead, in small batches, so that verification goes on between them. */
@Injectable()
export class TokensPruner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(TokensPruner.name);
  private timer: NodeJS.Timeout | undefined;
  private isSweeping = false;

  constructor(
    private readonly repository: TokensRepository,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(RETENTION) private readonly retention: number,
  ) {}

  onApplicationBootstrap(): void {
    const prune = () =>
      this.prune().catch((error: Error) => this.logger.error(`Pruning failed: ${error.message}`));
    this.timer = setInterval(() => void prune(), everyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * Removes all that died longer ago than the retention, unless another process is at it; returns how many rows. It
   * goes through the table in the order of its key, so that no moment needs an index.
   */
  async prune(): Promise<number> {
    if (this.isSweeping) return 0;
    this.isSweeping = true;
    try {
      return (await underLockIfFree(this.dataSource, locks.pruner, () => this.sweep())) ?? 0;
    } finally {
      this.isSweeping = false;
    }
  }

  private async sweep(): Promise<number> {
    const before = this.clock.now() - this.retention;
    let total = 0;
    for (let after: string | undefined = ''; after !== undefined;) {
      const { dead, last } = await this.repository.findLongDead(after, before, batch);
      if (dead.length > 0) await this.transactions.run((manager) => this.repository.remove(manager, dead));
      total += dead.length;
      after = last;
      await new Promise(setImmediate);
    }
    if (total > 0) this.logger.log(`Removed ${total} dead tokens`);
    return total;
  }
}
