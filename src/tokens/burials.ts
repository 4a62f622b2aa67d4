import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { trustedFor } from './lifetime.js';
import { type Burial, SessionCache } from './session-cache.js';

/**
 * The one order in which whatever ends tokens, or changes what they may do, holds everywhere: bury the cached sessions,
 * commit, bury again, answer. When the commit fails nothing was promised, and the tombstone runs out.
 */
@Injectable()
export class Burials {
  constructor(
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `commit` between two burials. The first tombstone keeps out what is read before the commit; the second covers
   * a commit that took long, and a cache that was emptied meanwhile. When the cache cannot be told, the answer says so
   * instead of promising what another process may not keep.
   *
   * @throws Failure `unavailable`
   */
  async around<T>(burial: Burial, commit: () => Promise<T>): Promise<T> {
    await this.cache.bury(burial, this.clock.now());
    const result = await commit();
    if (await this.cache.bury(burial, this.clock.now())) return result;
    const holdsFrom = new Date(this.clock.now() + trustedFor).toISOString();
    throw new Failure(
      'unavailable',
      `It is stored, but the session cache cannot be told yet: it holds everywhere from ${holdsFrom} on at the latest.`,
      { retryAfter: 5 },
    );
  }
}
