import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Clock } from '../common/clock.js';
import { takeRandom } from '../common/ids/random.js';
import { SafeError } from '../common/safe-error.js';
import { CacheLease } from './membership/cache-lease.js';
import { RedisSessionReader } from './redis-session-reader.js';
import { granularity, isConfirmed, trustedFor } from './lifetime.js';
import { RedisLink } from './redis-connection.js';
import { holderSight, type Session, type Sight } from './session.js';
import { type InvalidationTarget, SessionCache, tombstoneFor } from './session-cache.js';
import { type ScriptedClient, withScripts } from './redis-scripts.js';

/**
 * The session cache of many processes. Keys, each with an expiry, where P is the prefix: `Ps:{HASH}` is a session; `Pd:{HASH}`,
 * `Pd:u:USER` and `Pd:e:ECOSYSTEM` are tombstones and hold the moment of their end. `Pid` has no expiry and names the cache:
 * processes that read the same name share it, whatever address they use.
 */
export class RedisSessionCache extends SessionCache implements OnModuleInit, OnApplicationShutdown {
  readonly tier = 'redis';
  override readonly link: RedisLink;
  identity: string | undefined;
  private readonly client: ScriptedClient;
  private readonly uses: RedisSessionReader;
  /** Prefix of every version that this process writes, so that no other process writes the same. */
  private readonly mark: string;
  private puts = 0;
  /** Invalidations that Redis has missed, with the moment until which they matter, the earliest first. */
  private readonly missedTargets = new Map<string, { target: InvalidationTarget; until: number }>();

  constructor(
    url: string,
    private readonly prefix: string,
    private readonly clock: Clock,
    readonly lease = new CacheLease(),
  ) {
    super();
    this.link = new RedisLink(url, {
      beforeUp: () => this.beforeUp(),
      whileUp: () => this.checkIdentity(),
      says: {
        up: 'Redis answers: sessions are cached',
        away: 'Redis is away, the database is asked instead',
      },
    });
    this.client = withScripts(this.link.client);
    this.uses = new RedisSessionReader(this.link, this.client, this.lease, {
      session: (hash) => this.keyOf(hash),
      tombstone: (target) => this.tombstoneOf(target),
    });
    this.mark = randomText(9);
  }

  onModuleInit(): Promise<void> {
    return this.link.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.link.close();
  }

  get(hash: string, now: number, sight: Sight = holderSight): Promise<Session | undefined> {
    return this.link.isAway ? Promise.resolve(undefined) : this.uses.use(hash, now, sight);
  }

  async peek(hash: string, now: number): Promise<Session | undefined> {
    const [key, tombstone] = [this.keyOf(hash), this.tombstoneOf({ hash })];
    const answers = await this.link.ask(() =>
      Promise.all([this.client.hmget(key, 'session', 'end'), this.client.get(tombstone)]),
    );
    if (!answers) return undefined;
    const [[text, end], invalidUntil] = answers;
    if (!text || (invalidUntil !== null && now < Number(invalidUntil))) return undefined;
    const session = JSON.parse(text) as Session;
    session.expiresAt = end ? Number(end) : null;
    const isInvalidated = await this.uses.isOwnerInvalidated(session, now);
    return isInvalidated === false && this.uses.isTrusted(session) ? session : undefined;
  }

  async put(session: Session, now: number): Promise<boolean> {
    if (!isConfirmed(session.confirmedAt, now)) return true;
    if (!this.lease.isHeld) return false;
    const { hash, lifetime, createdAt, expiresAt, confirmedAt } = session;
    const isSliding = lifetime.expiryType === 'SlidingTtl';
    const cap = isSliding && lifetime.maxAge !== undefined ? createdAt + lifetime.maxAge : '';
    const ttl = isSliding ? lifetime.ttl : '';
    const version = `${this.mark}${(this.puts += 1).toString(36)}`;
    this.uses.remember(session, version);
    const answer = await this.link.ask(() =>
      this.client.keepSession(
        this.keyOf(hash),
        this.tombstoneOf({ hash }),
        now,
        JSON.stringify(session),
        confirmedAt,
        expiresAt ?? '',
        ttl,
        cap,
        keptFor(session),
        version,
      ),
    );
    return answer !== undefined;
  }

  async invalidate(target: InvalidationTarget, now: number): Promise<boolean> {
    const isDone = await this.link.ask(() => this.layTombstone(target, now));
    if (!isDone) this.remember(target, now);
    return isDone === true && this.lease.isHeld;
  }

  override distrust(now: number): void {
    this.uses.trustedSince = Math.max(this.uses.trustedSince, now);
  }

  private async layTombstone(target: InvalidationTarget, now: number): Promise<true> {
    const [tombstone, until] = [this.tombstoneOf(target), now + tombstoneFor];
    if ('hash' in target) {
      await this.client.invalidateSession(this.keyOf(target.hash), tombstone, until, tombstoneFor);
    } else {
      await this.client.set(tombstone, until, 'PX', tombstoneFor);
    }
    return true;
  }

  private remember(target: InvalidationTarget, now: number): void {
    const key = this.tombstoneOf(target);
    this.missedTargets.delete(key);
    this.missedTargets.set(key, { target, until: now + tombstoneFor });
    for (const [old, { until }] of this.missedTargets) {
      if (now < until) return;
      this.missedTargets.delete(old);
    }
  }

  /** Sends Redis the invalidations that it missed, before it is trusted again. */
  private async beforeUp(): Promise<void> {
    const now = this.clock.now();
    const missed = [...this.missedTargets];
    await Promise.all(missed.map(([, { target }]) => this.layTombstone(target, now)));
    for (const [key, entry] of missed)
      if (this.missedTargets.get(key) === entry) this.missedTargets.delete(key);
    this.uses.trustedSince = now;
    await this.identify();
  }

  /** Reads the name of the cache; one that is new, or comes back empty, gets a new name. */
  private async identify(): Promise<void> {
    let id = await this.client.get(this.idKey);
    if (id === null) {
      await this.client.set(this.idKey, randomText(16), 'NX');
      id = await this.client.get(this.idKey);
    }
    if (id === null || !/^[\w-]{1,50}$/.test(id))
      throw new SafeError(`${this.idKey} does not say which cache it is`);
    if (this.identity === `redis:${id}`) return;
    this.lease.drop();
    this.identity = `redis:${id}`;
    this.whenIdentified();
  }

  /** A Redis that was emptied while connected keeps its name, but its tombstones are gone with the sessions. */
  private async checkIdentity(): Promise<void> {
    const own = this.identity!.slice('redis:'.length);
    const id = await this.client.get(this.idKey);
    if (id === own) return;
    if (id === null && !this.link.isAway) {
      this.distrust(this.clock.now());
      await this.client.set(this.idKey, own, 'NX');
      if ((await this.client.get(this.idKey)) === own) return;
    }
    throw new SafeError('it is another one than before');
  }

  private get idKey(): string {
    return `${this.prefix}id`;
  }

  /** The braces put a session and its tombstone into one slot of a cluster. */
  private keyOf(hash: string): string {
    return `${this.prefix}s:{${hash}}`;
  }

  private tombstoneOf(target: InvalidationTarget): string {
    if ('hash' in target) return `${this.prefix}d:{${target.hash}}`;
    if ('userId' in target) return `${this.prefix}d:u:${target.userId}`;
    return `${this.prefix}d:e:${target.ecosystemId}`;
  }
}

function randomText(bytes: number): string {
  const random = Buffer.alloc(bytes);
  takeRandom(random);
  return random.toString('base64url');
}

/** Expiry of an unused session in Redis, in ms: for a sliding one beyond its stored end, to keep its exact end. */
function keptFor({ lifetime }: Session): number {
  if (lifetime.expiryType !== 'SlidingTtl') return 2 * trustedFor;
  return Math.ceil(lifetime.ttl + granularity(lifetime)) + trustedFor;
}
