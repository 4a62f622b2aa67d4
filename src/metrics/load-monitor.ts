import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventLoopLag } from './event-loop-lag.js';
import { MeasuredPool } from '../database/postgres/pg-pool.js';
import { Transactions } from '../database/transactions/transactions.js';
import { oldestWait, type OldestWait } from '../common/concurrency/semaphore.js';

/** Resources that requests queue for: the writer lock, a PostgreSQL connection, the event loop. */
export const bottlenecks = ['writers', 'connections', 'loop'] as const;
export type Bottleneck = (typeof bottlenecks)[number];

/** Hysteresis: a queue counts as recovered at this fraction of the limit. */
const recovery = 1 / 4;

/** Detects overload by the wait time of each queue, not by its length. */
@Injectable()
export class LoadMonitor implements OnApplicationShutdown {
  private readonly loop = new EventLoopLag();
  private readonly found: Record<Bottleneck, boolean> = { writers: false, connections: false, loop: false };
  /** Turn of the event loop in which a queue first exceeded the limit. */
  private readonly since: Partial<Record<Bottleneck, number>> = {};
  private readonly connections: OldestWait[];

  constructor(
    private readonly transactions: Transactions,
    dataSource: DataSource,
  ) {
    const { master } = dataSource.driver as unknown as { master?: unknown };
    this.connections = master instanceof MeasuredPool ? [master.queue.oldest] : [];
  }

  /** @param limit maximum wait, in ms */
  measure(now: number, limit: number): Readonly<Record<Bottleneck, boolean>> {
    const { found, loop } = this;
    this.updateQueues(now, limit);
    found.loop = loop.sustainedLag(now) > limit / 2;
    loop.measure(now);
    return found;
  }

  /** Measures the queues only. Run by a timer, where the lag of the event loop is not representative. */
  measureQueues(now: number, limit: number): Readonly<Record<Bottleneck, boolean>> {
    this.loop.turns += 1;
    this.updateQueues(now, limit);
    return this.found;
  }

  private updateQueues(now: number, limit: number): void {
    const { found } = this;
    found.writers = this.isOverloaded('writers', oldestWait(this.transactions.queues, now), limit);
    found.connections = this.isOverloaded('connections', oldestWait(this.connections, now), limit);
  }

  /**
   * Whether a queue exceeds the limit in two turns of the event loop. After one long pause every request has
   * waited long, but is served at once.
   */
  private isOverloaded(bottleneck: Bottleneck, wait: number, limit: number): boolean {
    const { found, since, loop } = this;
    if (wait <= (found[bottleneck] ? limit * recovery : limit)) {
      since[bottleneck] = undefined;
      return false;
    }
    since[bottleneck] ??= loop.turns;
    return loop.turns > since[bottleneck];
  }

  onApplicationShutdown(): void {
    this.loop.close();
  }
}
