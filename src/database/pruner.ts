import { setTimeout } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Clock } from '../common/clock.js';
import { underLockIfFree } from './advisory-locks.js';
import { safeMessage } from '../common/safe-error.js';

const everyMs = 10 * 60_000;
/** So many times as long as a batch took is waited after it. */
const restsPerBatch = 9;
/** The first sweep comes so long after the start at the earliest, and at the latest: not in all processes at once. */
const firstMs = { least: 60_000, most: 180_000 };

/** Removes rows that nobody needs any more: now and then, in small batches, in one process at a time. */
export abstract class Pruner implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  /** What this process has done of it. Moments and lengths in ms; a sweep is known when it has ended well. */
  readonly counted = {
    removed: 0,
    failures: 0,
    lastSweep: undefined as { endedAt: number; took: number; removed: number } | undefined,
  };
  private timer: NodeJS.Timeout | undefined;
  private readonly ending = new AbortController();
  private isSweeping = false;

  constructor(
    private readonly dataSource: DataSource,
    /** One of `locks`. */
    private readonly lock: number,
    protected readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const prune = () =>
      this.prune().catch((error: unknown) => {
        this.counted.failures += 1;
        this.logger.error(`Pruning failed: ${safeMessage(error)}`);
      });
    const sweepAndWait = () => {
      void prune();
      this.timer = globalThis.setTimeout(sweepAndWait, everyMs).unref();
    };
    const first = firstMs.least + Math.random() * (firstMs.most - firstMs.least);
    this.timer = globalThis.setTimeout(sweepAndWait, first).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.ending.abort();
  }

  /** Removes all that may go, unless another process is at it; returns how many rows. */
  async prune(): Promise<number> {
    if (this.isSweeping) return 0;
    this.isSweeping = true;
    try {
      return (await underLockIfFree(this.dataSource, this.lock, () => this.measured())) ?? 0;
    } finally {
      this.isSweeping = false;
    }
  }

  /** Does it, and returns how many rows; tells `removed` of each batch. */
  protected abstract sweep(): Promise<number>;

  /**
   * Waits after a batch, so that reading a table of any size takes a tenth of the database's time at the most.
   *
   * @param begun when the batch began, of `performance.now()`
   * @returns false when the process ends: the rest waits for the next one
   */
  protected async rest(begun: number): Promise<boolean> {
    const pause = (performance.now() - begun) * restsPerBatch;
    await setTimeout(pause, undefined, { ref: false, signal: this.ending.signal }).catch(() => undefined);
    return !this.ending.signal.aborted;
  }

  /** Counts a batch that was committed. */
  protected removed(rows: number): void {
    this.counted.removed += rows;
  }

  private async measured(): Promise<number> {
    const begun = this.clock.now();
    const removed = await this.sweep();
    const endedAt = this.clock.now();
    this.counted.lastSweep = { endedAt, took: endedAt - begun, removed };
    return removed;
  }
}
