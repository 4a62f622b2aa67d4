import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventLoopLag } from './event-loop-lag.js';
import { MeasuredPool } from '../database/postgres/pg-pool.js';
import { Transactions } from '../database/transactions/transactions.js';
import { longestWait, type OldestWait } from '../common/semaphore.js';

/** For what one may have to wait: for the turn to write, for a connection to PostgreSQL, for the event loop. */
export const crowds = ['writers', 'connections', 'loop'] as const;
export type Crowd = (typeof crowds)[number];

/** A line that was too long is so until it is down to this part of what it may be: then it is not on the edge all the time. */
const relief = 1 / 4;

/** Where it is crowded: judged by how long others wait already, never by how many there are. */
@Injectable()
export class LoadMonitor implements OnApplicationShutdown {
  private readonly loop = new EventLoopLag();
  private readonly found: Record<Crowd, boolean> = { writers: false, connections: false, loop: false };
  /** In which turn of the event loop a line was first found too long. */
  private readonly since: Partial<Record<Crowd, number>> = {};
  private readonly connections: OldestWait[];

  constructor(
    private readonly transactions: Transactions,
    dataSource: DataSource,
  ) {
    const { master } = dataSource.driver as unknown as { master?: unknown };
    this.connections = master instanceof MeasuredPool ? [master.queue.oldest] : [];
  }

  /** @param limit how long anybody may wait, in ms */
  look(now: number, limit: number): Readonly<Record<Crowd, boolean>> {
    const { found, loop } = this;
    this.lookAtLines(now, limit);
    found.loop = loop.twiceAt(now) > limit / 2;
    loop.measure(now);
    return found;
  }

  /** Looks from a timer: the loop has come round, but what a message waits from here on tells little of the requests. */
  beat(now: number, limit: number): Readonly<Record<Crowd, boolean>> {
    this.loop.turns += 1;
    this.lookAtLines(now, limit);
    return this.found;
  }

  private lookAtLines(now: number, limit: number): void {
    const { found } = this;
    found.writers = this.isCrowded('writers', longestWait(this.transactions.queues, now), limit);
    found.connections = this.isCrowded('connections', longestWait(this.connections, now), limit);
  }

  /**
   * Whether a line is too long, in two turns of the event loop: after one long pause, as of the garbage collector, everybody
   * has waited for long and is served at once.
   */
  private isCrowded(crowd: Crowd, wait: number, limit: number): boolean {
    const { found, since, loop } = this;
    if (wait <= (found[crowd] ? limit * relief : limit)) {
      since[crowd] = undefined;
      return false;
    }
    since[crowd] ??= loop.turns;
    return loop.turns > since[crowd];
  }

  onApplicationShutdown(): void {
    this.loop.close();
  }
}
