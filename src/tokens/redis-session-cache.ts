import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../common/clock.js';
import { granularity, isConfirmed, trustedFor } from './lifetime.js';
import { type RedisClient, RedisLink } from './redis-link.js';
import type { Session } from './session.js';
import { type Burial, SessionCache, tombstoneFor } from './session-cache.js';

/**
 * Uses a session: hands it over with its end, which a sliding one that is live has moved by the same step. Nothing when
 * a tombstone stands. Keys: session, tombstone of the token. Argument: now.
 */
const use = `
local now = tonumber(ARGV[1])
local buried = redis.call('GET', KEYS[2])
if buried and tonumber(buried) > now then redis.call('DEL', KEYS[1]) return false end
local s = redis.call('HMGET', KEYS[1], 'session', 'end', 'ttl', 'cap', 'keep')
if not s[1] then return false end
if s[3] and tonumber(s[2]) > now then
  local slid = now + tonumber(s[3])
  if s[4] and tonumber(s[4]) < slid then slid = tonumber(s[4]) end
  if slid > tonumber(s[2]) then
    s[2] = string.format('%.0f', slid)
    redis.call('HSET', KEYS[1], 'end', s[2])
    redis.call('PEXPIRE', KEYS[1], s[5])
  end
end
return { s[1], s[2] or '' }
`;

/**
 * Keeps a session, unless a tombstone stands or a later confirmation is there; an end is never moved to an earlier
 * moment. Keys: as above. Arguments: now, session, confirmed at, end, ttl, cap, keep (the empty text for nothing).
 */
const keep = `
local now = tonumber(ARGV[1])
local buried = redis.call('GET', KEYS[2])
if buried and tonumber(buried) > now then return 0 end
local s = redis.call('HMGET', KEYS[1], 'at', 'end')
if s[1] and tonumber(s[1]) > tonumber(ARGV[3]) then return 0 end
local latest = ARGV[4]
if ARGV[5] ~= '' and s[2] and tonumber(s[2]) > tonumber(latest) then latest = s[2] end
redis.call('HSET', KEYS[1], 'session', ARGV[2], 'at', ARGV[3], 'keep', ARGV[7])
if latest ~= '' then redis.call('HSET', KEYS[1], 'end', latest) end
if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'ttl', ARGV[5]) end
if ARGV[6] ~= '' then redis.call('HSET', KEYS[1], 'cap', ARGV[6]) end
redis.call('PEXPIRE', KEYS[1], ARGV[7])
return 1
`;

type Scripted = RedisClient & {
  useSession(session: string, tombstone: string, now: number): Promise<[session: string, end: string] | null>;
  keepSession(session: string, tombstone: string, ...rest: (string | number)[]): Promise<number>;
};

/** Whose a token is never changes: who has seen it once can ask for all its tombstones in the same round trip. */
type Owner = Pick<Session, 'userId' | 'ecosystemId'>;

/**
 * The session cache of many processes. Keys, each with an expiry, where P is the prefix:
 * `Ps:{HASH}` a session, `Pd:{HASH}`, `Pd:u:USER` and `Pd:e:ECOSYSTEM` the tombstones, which hold the moment of their end.
 */
export class RedisSessionCache extends SessionCache implements OnModuleInit, OnApplicationShutdown {
  readonly tier = 'redis';
  override readonly link: RedisLink;
  private readonly client: Scripted;
  private readonly owners = new LRUCache<string, Owner>({ max: 100_000 });
  /** Burials that Redis has not heard of, and until when they matter; in the order of these ends. */
  private readonly unburied = new Map<string, { burial: Burial; until: number }>();
  /** Confirmations from before Redis was last away are not trusted: a burial may have been missed. */
  private trustedSince = 0;

  constructor(
    url: string,
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {
    super();
    this.link = new RedisLink(url, () => this.beforeUp());
    this.client = this.link.client as Scripted;
    this.client.defineCommand('useSession', { numberOfKeys: 2, lua: use });
    this.client.defineCommand('keepSession', { numberOfKeys: 2, lua: keep });
  }

  onModuleInit(): Promise<void> {
    return this.link.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.link.close();
  }

  async get(hash: string, now: number): Promise<Session | undefined> {
    const keys = this.keysOf(hash);
    const known = this.owners.get(hash);
    const answers = await this.link.ask(() =>
      Promise.all([this.client.useSession(...keys, now), known ? this.isBuried(known, now) : false]),
    );
    if (!answers?.[0]) return undefined;
    const [[text, end], isKnownBuried] = answers as [[string, string], boolean];
    const session = JSON.parse(text) as Session;
    session.expiresAt = end === '' ? null : Number(end);
    if (!known) this.owners.set(hash, { userId: session.userId, ecosystemId: session.ecosystemId });
    const isBuried = known ? isKnownBuried : await this.link.ask(() => this.isBuried(session, now));
    if (isBuried !== false) {
      // Its end no longer follows the uses: after the tombstone it would seem to have died early.
      void this.link.ask(() => this.client.del(keys[0]));
      return undefined;
    }
    // From before Redis was away: neither its confirmation nor its end can be relied on.
    return session.confirmedAt < this.trustedSince ? undefined : session;
  }

  async peek(hash: string, now: number): Promise<Session | undefined> {
    const [key, tombstone] = this.keysOf(hash);
    const answers = await this.link.ask(() =>
      Promise.all([this.client.hmget(key, 'session', 'end'), this.client.get(tombstone)]),
    );
    if (!answers) return undefined;
    const [[text, end], buriedUntil] = answers;
    if (!text || (buriedUntil !== null && now < Number(buriedUntil))) return undefined;
    const session = JSON.parse(text) as Session;
    session.expiresAt = end ? Number(end) : null;
    const isBuried = await this.link.ask(() => this.isBuried(session, now));
    return isBuried !== false || session.confirmedAt < this.trustedSince ? undefined : session;
  }

  async put(session: Session, now: number): Promise<boolean> {
    if (!isConfirmed(session.confirmedAt, now)) return true;
    const { hash, userId, ecosystemId, lifetime, createdAt, expiresAt, confirmedAt } = session;
    const isSliding = lifetime.expiryType === 'SlidingTtl';
    const cap = isSliding && lifetime.maxAge !== undefined ? createdAt + lifetime.maxAge : '';
    const ttl = isSliding ? lifetime.ttl : '';
    const answer = await this.link.ask(() =>
      this.client.keepSession(
        ...this.keysOf(hash),
        now,
        JSON.stringify(session),
        confirmedAt,
        expiresAt ?? '',
        ttl,
        cap,
        keptFor(session),
      ),
    );
    this.owners.set(hash, { userId, ecosystemId });
    return answer !== undefined;
  }

  async bury(burial: Burial, now: number): Promise<boolean> {
    const isDone = await this.link.ask(() => this.layTombstone(burial, now));
    if (!isDone) this.remember(burial, now);
    return isDone ?? false;
  }

  private async layTombstone(burial: Burial, now: number): Promise<true> {
    const tombstone = this.client.set(this.tombstoneOf(burial), now + tombstoneFor, 'PX', tombstoneFor);
    const forgotten = 'hash' in burial ? this.client.del(this.keysOf(burial.hash)[0]) : undefined;
    await Promise.all([tombstone, forgotten]);
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
    this.trustedSince = now;
  }

  private async isBuried({ userId, ecosystemId }: Owner, now: number): Promise<boolean> {
    const keys = [
      ...(userId === null ? [] : [this.tombstoneOf({ userId })]),
      ...(ecosystemId === null ? [] : [this.tombstoneOf({ ecosystemId })]),
    ];
    const ends = await Promise.all(keys.map((key) => this.client.get(key)));
    return ends.some((end) => end !== null && now < Number(end));
  }

  /** The braces keep a session and its tombstone in one slot of a cluster. */
  private keysOf(hash: string): [session: string, tombstone: string] {
    return [`${this.prefix}s:{${hash}}`, this.tombstoneOf({ hash })];
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
