import { randomUUID } from 'node:crypto';
import { CacheLease } from '../../../src/sessions/membership/cache-lease.js';
import { RedisSessionCache } from '../../../src/sessions/redis-session-cache.js';
import { ManualClock } from '../../support/service.js';

/** A cache believes no session confirmed before it came to Redis: that was long ago in most tests. */
const longAgo = new ManualClock(0);

/** Session caches on one Redis, each with keys of its own. */
export class RedisCaches {
  private readonly open: RedisSessionCache[] = [];
  private made = 0;

  constructor(
    private readonly url: () => string,
    readonly prefix = `tokenwright-test-${randomUUID()}:`,
  ) {}

  /** A cache that is empty, or that shares the keys of another one when a prefix is given. */
  async make(prefix = `${this.prefix}${(this.made += 1)}:`, clock = longAgo): Promise<RedisSessionCache> {
    const cache = new RedisSessionCache(this.url(), prefix, clock, CacheLease.unlimited());
    this.open.push(cache);
    await cache.onModuleInit();
    return cache;
  }

  async close(): Promise<void> {
    for (const cache of this.open.splice(0)) await cache.onApplicationShutdown();
  }
}
