import { setTimeout } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Clock } from '../common/clock.js';
import { underLockIfFree } from './advisory-locks.js';
import { safeMessage } from '../common/safe-error.js';

const everyMs = 10 * 60_000;
/** The rest after a batch, as a multiple of the time that the batch took. */
const restsPerBatch = 9;
/** Bounds of the random wait before the first sweep, so that processes do not sweep together. */
const firstMs = { least: 60_000, most: 180_000 };

/** Removes expired rows every ten minutes, in small batches, in one process at a time. */
export abstract class Pruner implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  /** The work of this process, in ms; `lastSweep` is the last one that succeeded. */
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

  /** Sweeps, unless another process does; returns the number of removed rows. */
  async prune(): Promise<number> {
    if (this.isSweeping) return 0;
    this.isSweeping = true;
    try {
      return (await underLockIfFree(this.dataSource, this.lock, () => this.measured())) ?? 0;
    } finally {
      this.isSweeping = false;
    }
  }

  /** Removes the rows and returns their number; calls `removed` after each batch. */
  protected abstract sweep(): Promise<number>;

  /**
   * Waits after a batch, so that a sweep takes at most a tenth of the database's time.
   *
   * @param begun when the batch began, of `performance.now()`
   * @returns false when the process is ending
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
