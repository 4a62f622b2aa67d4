import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';

/** How long an answer is kept, and how long to wait for one, in ms. */
const holdsFor = 60_000;
const patience = 500;

/** The difference between the database's clock and ours; each process judges by its own clock. */
@Injectable()
export class ClockSkew {
  private known: number | undefined;
  private askedAt = -Infinity;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * How far the database's clock is ahead, in ms; undefined when that is unknown, and on SQLite, which has no clock. It is
   * asked at most once a minute.
   */
  async read(): Promise<number | undefined> {
    if (this.dataSource.options.type !== 'postgres') return undefined;
    if (performance.now() - this.askedAt < holdsFor) return this.known;
    this.askedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, patience, undefined);
    });
    this.known = await Promise.race([this.ask().catch(() => undefined), late]);
    clearTimeout(timer);
    return this.known;
  }

  private async ask(): Promise<number> {
    const before = this.clock.now();
    const [{ now }] = (await this.dataSource.query(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    )) as [{ now: number }];
    return now - (before + this.clock.now()) / 2;
  }
}
