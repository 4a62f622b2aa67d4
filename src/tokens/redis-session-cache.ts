import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Clock } from '../common/clock.js';
import { takeRandom } from '../common/random.js';
import { JoinedUses } from './joined-uses.js';
import { granularity, isConfirmed, trustedFor } from './lifetime.js';
import { RedisLink } from './redis-link.js';
import { ofHolder, type Session, type Sight } from './session.js';
import { type Burial, SessionCache, tombstoneFor } from './session-cache.js';
import { type ScriptedClient, withScripts } from './session-scripts.js';

/**
 * The session cache of many processes. Keys, each with an expiry, where P is the prefix:
 * `Ps:{HASH}` a session, `Pd:{HASH}`, `Pd:u:USER` and `Pd:e:ECOSYSTEM` the tombstones, which hold the moment of their end.
 */
export class RedisSessionCache extends SessionCache implements OnModuleInit, OnApplicationShutdown {
  readonly tier = 'redis';
  override readonly link: RedisLink;
  private readonly client: ScriptedClient;
  private readonly uses: JoinedUses;
  /** With it begins every version that is put from here: another process makes none that is like it. */
  private readonly mark: string;
  private puts = 0;
  /** Burials that Redis has not heard of, and until when they matter; in the order of these ends. */
  private readonly unburied = new Map<string, { burial: Burial; until: number }>();

  constructor(
    url: string,
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {
    super();
    this.link = new RedisLink(url, () => this.beforeUp());
    this.client = withScripts(this.link.client);
    this.uses = new JoinedUses(this.link, this.client, {
      session: (hash) => this.keyOf(hash),
      tombstone: (burial) => this.tombstoneOf(burial),
    });
    const random = Buffer.alloc(9);
    takeRandom(random);
    this.mark = random.toString('base64url');
  }

  onModuleInit(): Promise<void> {
    return this.link.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.link.close();
  }

  get(hash: string, now: number, sight: Sight = ofHolder): Promise<Session | undefined> {
    return this.link.isAway ? Promise.resolve(undefined) : this.uses.use(hash, now, sight);
  }

  async peek(hash: string, now: number): Promise<Session | undefined> {
    const [key, tombstone] = [this.keyOf(hash), this.tombstoneOf({ hash })];
    const answers = await this.link.ask(() =>
      Promise.all([this.client.hmget(key, 'session', 'end'), this.client.get(tombstone)]),
    );
    if (!answers) return undefined;
    const [[text, end], buriedUntil] = answers;
    if (!text || (buriedUntil !== null && now < Number(buriedUntil))) return undefined;
    const session = JSON.parse(text) as Session;
    session.expiresAt = end ? Number(end) : null;
    const isBuried = await this.uses.isOwnerBuried(session, now);
    return isBuried !== false || session.confirmedAt < this.uses.trustedSince ? undefined : session;
  }

  async put(session: Session, now: number): Promise<boolean> {
    if (!isConfirmed(session.confirmedAt, now)) return true;
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

  async bury(burial: Burial, now: number): Promise<boolean> {
    const isDone = await this.link.ask(() => this.layTombstone(burial, now));
    if (!isDone) this.remember(burial, now);
    return isDone ?? false;
  }

  private async layTombstone(burial: Burial, now: number): Promise<true> {
    const [tombstone, until] = [this.tombstoneOf(burial), now + tombstoneFor];
    if ('hash' in burial) {
      await this.client.burySession(this.keyOf(burial.hash), tombstone, until, tombstoneFor);
    } else {
      await this.client.set(tombstone, until, 'PX', tombstoneFor);
    }
    return true;
  }

  private remember(burial: Burial, now: number): void {
    const key = this.tombstoneOf(burial);
    this.unburied.delete(key);
    this.unburied.set(key, { burial, until: now + tombstoneFor });
    for (const [old, { until }] of this.unburied) {
      if (now < until) return;
      this.unburied.delete(old);
    }
  }

  /** Before Redis is relied on again, it hears of every burial that it missed from here. */
  private async beforeUp(): Promise<void> {
    const now = this.clock.now();
    const missed = [...this.unburied];
    await Promise.all(missed.map(([, { burial }]) => this.layTombstone(burial, now)));
    for (const [key, entry] of missed) if (this.unburied.get(key) === entry) this.unburied.delete(key);
    this.uses.trustedSince = now;
  }

  /** The braces keep a session and its tombstone in one slot of a cluster. */
  private keyOf(hash: string): string {
    return `${this.prefix}s:{${hash}}`;
  }

  private tombstoneOf(burial: Burial): string {
    if ('hash' in burial) return `${this.prefix}d:{${burial.hash}}`;
    if ('userId' in burial) return `${this.prefix}d:u:${burial.userId}`;
    return `${this.prefix}d:e:${burial.ecosystemId}`;
  }
}

/** How long Redis keeps an unused session, in ms: a sliding one beyond its stored end, so that its exact end is known. */
function keptFor({ lifetime }: Session): number {
  if (lifetime.expiryType !== 'SlidingTtl') return 2 * trustedFor;
  return Math.ceil(lifetime.ttl + granularity(lifetime)) + trustedFor;
}
