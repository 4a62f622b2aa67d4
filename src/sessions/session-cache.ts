import { CacheLease } from './membership/cache-lease.js';
import type { RedisLink } from './redis-connection.js';
import type { Session, Sight } from './session.js';

/** The sessions that an invalidation covers: of one token, of a user, or of an ecosystem. */
export type InvalidationTarget = { hash: string } | { userId: string } | { ecosystemId: string };

/**
 * The port of the session cache. A cache may lose entries; it must never return an invalidated one. Moments come from the
 * caller's clock, in ms; a cache's own expiry only collects garbage.
 */
export abstract class SessionCache {
  /** The place of the sessions. */
  abstract readonly tier: 'memory' | 'redis' | 'none';

  /** Whether the cache keeps uses. Otherwise only the row can keep a sliding end. */
  readonly keepsUses: boolean = true;

  /** The connection, when the sessions are in Redis. */
  readonly link?: RedisLink;

  /** While the lease is not held, the cache returns nothing and confirms no invalidation. */
  abstract readonly lease: CacheLease;

  /**
   * Names this cache: the same text for two processes exactly when an invalidation by one holds for the other. Undefined
   * while that is not known.
   */
  abstract readonly identity: string | undefined;

  /** Called when the identity becomes known or changes. */
  whenIdentified: () => void = () => undefined;

  /** Sessions that were confirmed before `now` are not returned any more. */
  distrust(_now: number): void {}

  /**
   * The session, used at `now`: a live sliding session is prolonged in the same step. An expired session is returned too,
   * so that its exact end is known. Undefined when it is unknown or invalidated. A session that the caller must not see is
   * neither returned nor used.
   */
  abstract get(hash: string, now: number, sight?: Sight): Promise<Session | undefined>;

  /** As `get`, of a session that this process holds in memory, without a promise. */
  held(_hash: string, _now: number, _sight?: Sight): Session | undefined {
    return undefined;
  }

  /** As `get`, without using the session: nothing is prolonged, nothing is forgotten. */
  abstract peek(hash: string, now: number): Promise<Session | undefined>;

  /**
   * Keeps the session, unless a tombstone covers it or its confirmation is too old to be trusted. A cached end is never
   * moved to an earlier moment.
   *
   * @returns false when the shared cache is unreachable: another process may then believe in an end that is too early
   */
  abstract put(session: Session, now: number): Promise<boolean>;

  /**
   * Forgets the sessions of the target and writes a tombstone: until it expires, `put` keeps and `get` returns none of
   * them.
   *
   * @returns false when the shared cache is unreachable: another process may trust a session for `trustedFor` ms more
   */
  abstract invalidate(target: InvalidationTarget, now: number): Promise<boolean>;
}

/**
 * How long a tombstone stays, in ms: longer than a session that was read before the invalidation can be trusted
 * (`trustedFor`), so that not even a slow verification can bring one back.
 */
export const tombstoneFor = 120_000;
