import { CacheLease } from './membership/cache-lease.js';
import type { RedisLink } from './redis-connection.js';
import type { Session, Sight } from './session.js';

/** What a tombstone covers: one token, all tokens of a user, or all of an ecosystem. */
export type InvalidationTarget = { hash: string } | { userId: string } | { ecosystemId: string };

/**
 * The port of the session cache: four verbs. A cache may forget at any time; it may never remember what was buried.
 * Moments come from the caller's clock, in ms; a cache's own ageing only collects garbage.
 */
export abstract class SessionCache {
  /** Where the sessions are. */
  abstract readonly tier: 'memory' | 'redis' | 'none';

  /** Whether a use that was told to the cache is kept there: where it is not, only the row can keep a sliding end. */
  readonly keepsUses: boolean = true;

  /** The way to Redis, where the sessions are there. */
  readonly link?: RedisLink;

  /** While it is not held, nothing cached is handed over and nothing is told to everybody. */
  abstract readonly lease: CacheLease;

  /**
   * Which cache this is: the same text for two processes exactly when what one buries is buried for the other. Undefined
   * while that is not known.
   */
  abstract readonly identity: string | undefined;

  /** Called when the identity is known, or is another one. */
  whenIdentified: () => void = () => undefined;

  /** From now on what was confirmed before `now` is not handed over. */
  distrust(_now: number): void {}

  /**
   * The session, used at `now`: a sliding one that is still live is prolonged in the cache by the same step. It is
   * handed over also when it has expired, so that its exact end is known. Nothing when it is unknown or buried, and
   * nothing is used when the asker does not see it.
   */
  abstract get(hash: string, now: number, sight?: Sight): Promise<Session | undefined>;

  /** As `get`, of a session that this process holds by itself: there is nothing to wait for. */
  held(_hash: string, _now: number, _sight?: Sight): Session | undefined {
    return undefined;
  }

  /** As `get`, but it is no use: nothing is prolonged, nothing is forgotten. */
  abstract peek(hash: string, now: number): Promise<Session | undefined>;

  /**
   * Keeps the session, unless a tombstone covers it or its confirmation is too old to be trusted. A cached end is never
   * moved to an earlier moment.
   *
   * @returns false when not everybody who caches can be told: another process may then believe in an end that is too early
   */
  abstract put(session: Session, now: number): Promise<boolean>;

  /**
   * Forgets what the burial covers and lays a tombstone, that `put` cannot overwrite and `get` does not see through.
   *
   * @returns false when not everybody who caches can be told: another process may trust a session for `trustedFor` yet
   */
  abstract bury(burial: InvalidationTarget, now: number): Promise<boolean>;
}

/**
 * How long a tombstone stays, in ms: longer than a session read before the burial can still be trusted (`trustedFor`),
 * so that not even a slow verification can bring one back.
 */
export const tombstoneFor = 120_000;
