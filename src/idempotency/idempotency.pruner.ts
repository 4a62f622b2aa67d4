import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { locks, underLockIfFree } from '../common/locks.js';
import { Transactions } from '../common/transactions.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { keptFor } from './idempotency.service.js';

const everyMs = 10 * 60_000;
/** Few, since an answer to a bulk mint has megabytes. */
const batch = 200;

/** Removes the answers that have been kept long enough, in small batches. */
@Injectable()
export class IdempotencyPruner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(IdempotencyPruner.name);
  private timer: NodeJS.Timeout | undefined;
  private isSweeping = false;

  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const prune = () =>
      this.prune().catch((error: Error) => this.logger.error(`Pruning failed: ${error.message}`));
    this.timer = setInterval(() => void prune(), everyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Removes all that is too old to be given again, unless another process is at it; returns how many rows. */
  async prune(): Promise<number> {
    if (this.isSweeping) return 0;
    this.isSweeping = true;
    try {
      return (await underLockIfFree(this.dataSource, locks.idempotencyPruner, () => this.sweep())) ?? 0;
    } finally {
      this.isSweeping = false;
    }
  }

  private async sweep(): Promise<number> {
    const until = this.clock.now() - keptFor;
    let total = 0;
    for (let some = await this.old(until); some.length > 0; some = await this.old(until)) {
      const ids = some;
      await this.transactions.run((manager) => this.repository.remove(manager, ids, until));
      total += ids.length;
      await new Promise(setImmediate);
    }
    return total;
  }

  private old(until: number): Promise<string[]> {
    return this.repository.findOld(until, batch);
  }
}
