import { CacheLease } from './membership/cache-lease.js';
import type { Session } from './session.js';
import { SessionCache } from './session-cache.js';

/** No cache: every verification reads the database, so that many processes agree without Redis. */
export class NoSessionCache extends SessionCache {
  readonly tier = 'none';
  readonly identity = 'none';
  readonly lease = new CacheLease();
  override readonly keepsUses = false;

  async get(): Promise<Session | undefined> {
    return undefined;
  }

  async peek(): Promise<Session | undefined> {
    return undefined;
  }

  async put(): Promise<boolean> {
    return true;
  }

  async invalidate(): Promise<boolean> {
    return this.lease.isHeld;
  }
}
