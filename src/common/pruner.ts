import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { underLockIfFree } from './locks.js';

const everyMs = 10 * 60_000;

/** Removes rows that nobody needs any more: now and then, in small batches, in one process at a time. */
export abstract class Pruner implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;
  private isSweeping = false;

  constructor(
    private readonly dataSource: DataSource,
    /** One of `locks`. */
    private readonly lock: number,
  ) {}

  onApplicationBootstrap(): void {
    const prune = () =>
      this.prune().catch((error: Error) => this.logger.error(`Pruning failed: ${error.message}`));
    this.timer = setInterval(() => void prune(), everyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Removes all that may go, unless another process is at it; returns how many rows. */
  async prune(): Promise<number> {
    if (this.isSweeping) return 0;
    this.isSweeping = true;
    try {
      return (await underLockIfFree(this.dataSource, this.lock, () => this.sweep())) ?? 0;
    } finally {
      this.isSweeping = false;
    }
  }

  /** Does it, and returns how many rows. */
  protected abstract sweep(): Promise<number>;
}
