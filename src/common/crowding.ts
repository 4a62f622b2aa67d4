import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LoopDelay } from './loop-delay.js';
import { MeasuredPool } from './measured-pool.js';
import { Transactions } from './transactions.js';
import { longestWait, type WaitingSince } from './waiting-line.js';

/** For what one may have to wait: for the turn to write, for a connection to PostgreSQL, for the event loop. */
export const crowds = ['writers', 'connections', 'loop'] as const;
export type Crowd = (typeof crowds)[number];

/** A line that was too long is so until it is down to this part of what it may be: then it is not on the edge all the time. */
const relief = 1 / 4;

/** Where it is crowded: judged by how long others wait already, never by how many there are. */
@Injectable()
export class Crowding implements OnApplicationShutdown {
  readonly loop = new LoopDelay();
  private readonly found: Record<Crowd, boolean> = { writers: false, connections: false, loop: false };
  private readonly connections: WaitingSince[];

  constructor(
    private readonly transactions: Transactions,
    dataSource: DataSource,
  ) {
    const { master } = dataSource.driver as unknown as { master?: unknown };
    this.connections = master instanceof MeasuredPool ? [() => master.line.since] : [];
  }

  /** @param limit how long anybody may wait, in ms */
  look(now: number, limit: number): Readonly<Record<Crowd, boolean>> {
    const { found, loop } = this;
    const over = (wait: number, was: boolean) => wait > (was ? limit * relief : limit);
    found.writers = over(longestWait(this.transactions.lines, now), found.writers);
    found.connections = over(longestWait(this.connections, now), found.connections);
    // Twice in a row: one long pause, as of the garbage collector, is no crowd.
    found.loop = Math.min(loop.last, loop.waitAt(now)) > limit / 2;
    loop.measure(now);
    return found;
  }

  onApplicationShutdown(): void {
    this.loop.close();
  }
}
