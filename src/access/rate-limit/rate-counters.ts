import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { safeMessage } from '../../common/safe-error.js';
import { RedisLink } from '../../sessions/redis-connection.js';
import type { Quota, Usage } from './rate-policy.js';

type Work = (limiter: RateLimiterMemory | RateLimiterRedis) => Promise<RateLimiterRes | boolean | null>;

/**
 * Creates counters: on Redis, so that all processes share them, else in this process. While Redis is
 * unavailable each process counts alone, without waiting.
 */
export class RateCounters implements OnModuleInit, OnApplicationShutdown {
  readonly link: RedisLink | undefined;

  /** @param prefix prefix of every key in Redis */
  constructor(
    redisUrl: string | undefined,
    private readonly prefix: string,
  ) {
    this.link = redisUrl
      ? new RedisLink(redisUrl, {
          says: {
            up: 'Rate limits are counted in Redis',
            away: 'Rate limits are counted separately in each process',
          },
        })
      : undefined;
  }

  async onModuleInit(): Promise<void> {
    await this.link?.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.link?.close();
  }

  /**
   * @param name distinguishes the counter's keys
   * @param patience Redis timeout in ms, for counters where sharing matters more than latency
   */
  counter(name: string, quota: Quota, patience?: number): RateCounter {
    if (!this.link) return this.localCounter(name, quota);
    const keyPrefix = `${this.prefix}r:${name}`;
    const shared = new RateLimiterRedis({
      ...optionsOf(quota),
      storeClient: this.link.client,
      keyPrefix,
    });
    return new RateCounter(name, quota, { limiter: shared, link: this.link, patience });
  }

  localCounter(name: string, quota: Quota): RateCounter {
    return new RateCounter(name, quota);
  }
}

/** A charge against a quota, and the usage including it. */
export interface Charge extends Usage {
  /**
   * Undoes the charge where it was made. Does nothing when the window is about to end, because a new window
   * starts at zero.
   */
  refund(): Promise<void>;
}

/** A refund could arrive after the end of a window that has less than this left, in ms. */
const nearlyOver = 1000;

/** Counts the usage of one quota for each key, atomically. A counter that fails does not limit. */
export class RateCounter {
  private readonly logger = new Logger(RateCounter.name);
  private readonly local: RateLimiterMemory;

  constructor(
    readonly name: string,
    readonly quota: Quota,
    private readonly shared?: { limiter: RateLimiterRedis; link: RedisLink; patience?: number },
  ) {
    this.local = new RateLimiterMemory(optionsOf(quota));
  }

  async charge(key: string): Promise<Charge | undefined> {
    const asked = performance.now();
    const { answer, isShared } = await this.ask((limiter) => limiter.consume(key));
    const usage = this.usageOf(answer);
    if (!usage) return undefined;
    const end = asked + usage.msLeft - nearlyOver;
    return { ...usage, refund: () => this.refund(key, isShared, end) };
  }

  async peek(key: string): Promise<Usage | undefined> {
    const { answer } = await this.ask((limiter) => limiter.get(key));
    return this.usageOf(answer);
  }

  async forget(key: string): Promise<void> {
    await this.ask((limiter) => limiter.delete(key));
  }

  private async refund(key: string, isShared: boolean, end: number): Promise<void> {
    if (performance.now() >= end) return;
    if (!isShared) await this.local.reward(key);
    else await this.shared!.link.ask(() => this.shared!.limiter.reward(key), this.shared!.patience);
  }

  /** Asks the shared limiter, or the local one when Redis is unavailable. */
  private async ask(work: Work): Promise<{ answer: RateLimiterRes | boolean | null; isShared: boolean }> {
    const { limiter, link, patience } = this.shared ?? {};
    try {
      const answer = link && (await link.ask(() => answered(work(limiter!)), patience));
      if (answer !== undefined) return { answer, isShared: true };
      return { answer: await answered(work(this.local)), isShared: false };
    } catch (error) {
      this.logger.warn(`The rate limit ${this.name} cannot count: ${safeMessage(error)}`);
      return { answer: null, isShared: false };
    }
  }

  private usageOf(answer: RateLimiterRes | boolean | null): Usage | undefined {
    if (!(answer instanceof RateLimiterRes)) return undefined;
    const { consumedPoints: used, msBeforeNext: msLeft } = answer;
    const { name: limit, quota } = this;
    const remaining = Math.max(0, quota.requests - used);
    return { limit, quota, used, remaining, isExceeded: used > quota.requests, msLeft };
  }
}

function optionsOf({ requests, seconds, penalty = 0 }: Quota) {
  return { points: requests, duration: seconds, blockDuration: penalty };
}

/** The library rejects with the result when a quota is exceeded. */
async function answered<T>(result: Promise<T>): Promise<T | RateLimiterRes> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw error;
  }
}
