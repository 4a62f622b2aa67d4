import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventLoopLag } from './event-loop-lag.js';
import { MeasuredPool } from '../database/postgres/pg-pool.js';
import { Transactions } from '../database/transactions/transactions.js';
import { oldestWait, type OldestWait } from '../common/wait-queue.js';

/** For what one may have to wait: for the turn to write, for a connection to PostgreSQL, for the event loop. */
export const bottlenecks = ['writers', 'connections', 'loop'] as const;
export type Bottleneck = (typeof bottlenecks)[number];

/** A line that was too long is so until it is down to this part of what it may be: then it is not on the edge all the time. */
const recovery = 1 / 4;

/** Where it is crowded: judged by how long others wait already, never by how many there are. */
@Injectable()
export class LoadMonitor implements OnApplicationShutdown {
  private readonly loop = new EventLoopLag();
  private readonly found: Record<Bottleneck, boolean> = { writers: false, connections: false, loop: false };
  /** In which turn of the event loop a line was first found too long. */
  private readonly since: Partial<Record<Bottleneck, number>> = {};
  private readonly connections: OldestWait[];

  constructor(
    private readonly transactions: Transactions,
    dataSource: DataSource,
  ) {
    const { master } = dataSource.driver as unknown as { master?: unknown };
    this.connections = master instanceof MeasuredPool ? [() => master.line.since] : [];
  }

  /** @param limit how long anybody may wait, in ms */
  measure(now: number, limit: number): Readonly<Record<Bottleneck, boolean>> {
    const { found, loop } = this;
    this.updateQueues(now, limit);
    found.loop = loop.sustainedLag(now) > limit / 2;
    loop.measure(now);
    return found;
  }

  /** Looks from a timer: the loop has come round, but what a message waits from here on tells little of the requests. */
  measureQueues(now: number, limit: number): Readonly<Record<Bottleneck, boolean>> {
    this.loop.turns += 1;
    this.updateQueues(now, limit);
    return this.found;
  }

  private updateQueues(now: number, limit: number): void {
    const { found } = this;
    found.writers = this.isOverloaded('writers', oldestWait(this.transactions.lines, now), limit);
    found.connections = this.isOverloaded('connections', oldestWait(this.connections, now), limit);
  }

  /**
   * Whether a line is too long, in two turns of the event loop: after one long pause, as of the garbage collector, everybody
   * has waited for long and is served at once.
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
