import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { wordsOf } from '../common/words-of.js';
import { RedisLink } from '../tokens/redis-link.js';
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
      ? new RedisLink(redisUrl, async () => undefined, {
          up: 'Rate limits are counted in Redis',
          away: 'Rate limits are counted in each process for itself',
        })
      : undefined;
  }

  async onModuleInit(): Promise<void> {
    await this.link?.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.link?.close();
  }

  /** @param name distinguishes this counter's keys from those of the others */
  counter(name: string, quota: Quota): RateCounter {
    if (!this.link) return this.localCounter(name, quota);
    const keyPrefix = `${this.prefix}r:${name}`;
    const shared = new RateLimiterRedis({
      ...optionsOf(quota),
      storeClient: this.link.client,
      keyPrefix,
    });
    return new RateCounter(name, quota, { limiter: shared, link: this.link });
  }

  /** One that never asks Redis. */
  localCounter(name: string, quota: Quota): RateCounter {
    return new RateCounter(name, quota);
  }
}

/** Counts for each key how much of one quota it has used. A counter that fails knows nothing, and so limits nobody. */
export class RateCounter {
  private readonly logger = new Logger(RateCounter.name);
  private readonly local: RateLimiterMemory;

  constructor(
    readonly name: string,
    readonly quota: Quota,
    private readonly shared?: { limiter: RateLimiterRedis; link: RedisLink },
  ) {
    this.local = new RateLimiterMemory(optionsOf(quota));
  }

  /** Counts one more; says what is used with it. */
  async take(key: string): Promise<Usage | undefined> {
    return this.usageOf(await this.ask((limiter) => limiter.consume(key)));
  }

  /** What is used up to now. */
  async look(key: string): Promise<Usage | undefined> {
    return this.usageOf(await this.ask((limiter) => limiter.get(key)));
  }

  /** Forgets what was counted. */
  async forget(key: string): Promise<void> {
    await this.ask((limiter) => limiter.delete(key));
  }

  private async ask(work: Work): Promise<RateLimiterRes | boolean | null> {
    const { limiter, link } = this.shared ?? {};
    try {
      const answer = link && (await link.ask(() => answered(work(limiter!))));
      return answer === undefined ? await answered(work(this.local)) : answer;
    } catch (error) {
      this.logger.warn(`The limit ${this.name} does not count: ${wordsOf(error)}`);
      return null;
    }
  }

  private usageOf(answer: RateLimiterRes | boolean | null): Usage | undefined {
    if (!(answer instanceof RateLimiterRes)) return undefined;
    return {
      limit: this.name,
      quota: this.quota,
      remaining: Math.max(0, this.quota.requests - answer.consumedPoints),
      isExceeded: answer.consumedPoints > this.quota.requests,
      msLeft: answer.msBeforeNext,
    };
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
