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
  private measuredAt = -Infinity;
  /** End of the last pause of the process. */
  private resumedAt = -Infinity;
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
    this.updateQueues(now, limit);
    return this.found;
  }

  private updateQueues(now: number, limit: number): void {
    // A timer measures every quarter of the limit: a much longer gap means that the process stood still.
    if (now - this.measuredAt > limit) this.resumedAt = now;
    this.measuredAt = now;
    this.found.writers = this.isOverloaded('writers', this.transactions.queues, limit);
    this.found.connections = this.isOverloaded('connections', this.connections, limit);
  }

  /** Whether a queue exceeds the limit. After a pause every request has waited long, but is served at once. */
  private isOverloaded(bottleneck: Bottleneck, queues: readonly OldestWait[], limit: number): boolean {
    const now = this.measuredAt;
    const wait = oldestWait(queues, now);
    if (this.found[bottleneck]) return wait > limit * recovery;
    return Math.min(wait, now - this.resumedAt) > limit;
  }

  onApplicationShutdown(): void {
    this.loop.close();
  }
}
