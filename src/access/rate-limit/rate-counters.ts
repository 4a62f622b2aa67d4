import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { safeMessage } from '../../common/safe-error.js';
import { RedisLink } from '../../sessions/redis-connection.js';
import type { Quota, Usage } from './rate-policy.js';

type Work = (limiter: RateLimiterMemory | RateLimiterRedis) => Promise<RateLimiterRes | boolean | null>;

/**
 * Where requests are counted: on Redis, so that all processes count together, else in this process. While Redis is away
 * each process counts for itself, and waits for nothing.
 */
export class RateCounters implements OnModuleInit, OnApplicationShutdown {
  /** The way to Redis, when it is counted there. */
  readonly link: RedisLink | undefined;

  /** @param prefix with what every key in Redis begins */
  constructor(
    redisUrl: string | undefined,
    private readonly prefix: string,
  ) {
    this.link = redisUrl
      ? new RedisLink(redisUrl, {
          says: {
            up: 'Rate limits are counted in Redis',
            away: 'Rate limits are counted in each process for itself',
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
   * @param name distinguishes this counter's keys from those of the others
   * @param patience how long an answer of Redis is waited for, in ms, where counting together matters more than not waiting
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

  /** One that never asks Redis. */
  localCounter(name: string, quota: Quota): RateCounter {
    return new RateCounter(name, quota);
  }
}

/** What was taken of a quota, and how much is used with it. */
export interface Taken extends Usage {
  /** Undoes it, where it was counted; nothing happens when the window is nearly over, since a new one owes nothing. */
  refund(): Promise<void>;
}

/** A window that ends this soon, in ms, may have ended when a giving back arrives. */
const nearlyOver = 1000;

/**
 * Counts for each key how much of one quota it has used, in one atomic step each. A counter that fails knows nothing, and
 * so limits nobody.
 */
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

  /** Counts one more; says what is used with it. */
  async take(key: string): Promise<Taken | undefined> {
    const asked = performance.now();
    const { answer, isShared } = await this.ask((limiter) => limiter.consume(key));
    const usage = this.usageOf(answer);
    if (!usage) return undefined;
    const end = asked + usage.msLeft - nearlyOver;
    return { ...usage, refund: () => this.refund(key, isShared, end) };
  }

  /** What is used up to now. */
  async look(key: string): Promise<Usage | undefined> {
    const { answer } = await this.ask((limiter) => limiter.get(key));
    return this.usageOf(answer);
  }

  /** Forgets what was counted. */
  async forget(key: string): Promise<void> {
    await this.ask((limiter) => limiter.delete(key));
  }

  private async refund(key: string, isShared: boolean, end: number): Promise<void> {
    if (performance.now() >= end) return;
    if (!isShared) await this.local.reward(key);
    else await this.shared!.link.ask(() => this.shared!.limiter.reward(key), this.shared!.patience);
  }

  /** What the limiter answers that all processes share; when it is away, what this process's own does. */
  private async ask(work: Work): Promise<{ answer: RateLimiterRes | boolean | null; isShared: boolean }> {
    const { limiter, link, patience } = this.shared ?? {};
    try {
      const answer = link && (await link.ask(() => answered(work(limiter!)), patience));
      if (answer !== undefined) return { answer, isShared: true };
      return { answer: await answered(work(this.local)), isShared: false };
    } catch (error) {
      this.logger.warn(`The limit ${this.name} does not count: ${safeMessage(error)}`);
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

/** The library rejects with its result when a quota is exceeded: that too is an answer. */
async function answered<T>(result: Promise<T>): Promise<T | RateLimiterRes> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw error;
  }
}
