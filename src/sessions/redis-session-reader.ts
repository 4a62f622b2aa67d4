import { Cluster } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { CacheLease } from './membership/cache-lease.js';
import { Batcher } from '../common/concurrency/batcher.js';
import { endAfter } from './lifetime.js';
import type { RedisLink } from './redis-connection.js';
import { isSeen, holderSight, type Session, type Sight } from './session.js';
import type { InvalidationTarget } from './session-cache.js';
import type { Moment, ScriptedClient, UseAnswer, UseAnswers } from './redis-scripts.js';

/** A session as it was put. Redis is asked only whether this is still its version, and for its end. */
interface Known {
  readonly session: Session;
  readonly version: string;
  /** Keys of the tombstones of its user and its ecosystem; a token never changes its owner. */
  readonly owners: string[];
}

/** One use of one session, shared by all callers that use it at the same moment. */
interface Use {
  readonly hash: string;
  readonly now: number;
  readonly known: Known | undefined;
  readonly resolvers: ((session: Session | undefined) => void)[];
}

/** The keys of sessions and tombstones in Redis. */
export interface RedisKeys {
  session(hash: string): string;
  tombstone(target: InvalidationTarget): string;
}

/** Maximum sessions of one call: Redis runs nothing else meanwhile. */
const usesPerCall = 200;

/**
 * Joins the uses of sessions into few calls of Redis. Redis decides every use: what this process knows only spares Redis
 * sending, and us parsing, what has not changed.
 */
export class RedisSessionReader {
  private readonly known = new LRUCache<string, Known>({ max: 100_000 });
  private readonly uses: Batcher<Use>;
  private readonly perCall: number;
  /** Sessions confirmed before this moment, when Redis was last away, are not trusted: it may have missed an invalidation. */
  trustedSince = 0;

  constructor(
    private readonly link: RedisLink,
    private readonly client: ScriptedClient,
    private readonly lease: CacheLease,
    private readonly keys: RedisKeys,
  ) {
    // In a cluster the keys of two tokens have no slot in common.
    this.perCall = client instanceof Cluster ? 1 : usesPerCall;
    this.uses = new Batcher((uses) => this.send(uses), { entries: Infinity, inFlight: Infinity });
  }

  /**
   * The session as Redis has it after a use at `now`; undefined when it is unknown or invalidated. A session that the
   * caller must not see is not used: its owner never changes, so Redis is asked for that once.
   */
  use(hash: string, now: number, sight: Sight): Promise<Session | undefined> {
    if (sight === holderSight) return this.joined(hash, now);
    const known = this.known.get(hash)?.session;
    if (known) return isSeen(known, sight) ? this.joined(hash, now) : Promise.resolve(undefined);
    return this.readUnused(hash).then((session) =>
      session && isSeen(session, sight) ? this.joined(hash, now) : undefined,
    );
  }

  private async readUnused(hash: string): Promise<Session | undefined> {
    const answer = await this.link.ask(() =>
      this.client.hmget(this.keys.session(hash), 'session', 'version'),
    );
    const session = answer?.[0] ? sessionOf(answer[0]) : undefined;
    if (session) this.remember(session, answer?.[1] ?? '');
    return session;
  }

  private joined(hash: string, now: number): Promise<Session | undefined> {
    const create = () => ({ hash, now, known: this.known.get(hash), resolvers: [] });
    const { resolvers } = this.uses.join(`${now} ${hash}`, create);
    return new Promise((resolve) => resolvers.push(resolve));
  }

  /**
   * Whether its confirmation and its end can be relied on. Ask after Redis has answered: this process may have stood
   * still, and other processes may cache elsewhere by then.
   */
  isTrusted({ confirmedAt }: Session): boolean {
    return confirmedAt >= this.trustedSince && this.lease.isHeld;
  }

  /** Remembers the session that is put as this version. */
  remember(session: Session, version: string): void {
    this.known.set(session.hash, { session: { ...session }, version, owners: this.ownersOf(session) });
  }

  /** Whether a tombstone of the user or the ecosystem stands; undefined when Redis is away. */
  isOwnerInvalidated(session: Session, now: number): Promise<boolean | undefined> {
    return this.link.ask(async () => {
      const ends = await Promise.all(this.ownersOf(session).map((key) => this.client.get(key)));
      return ends.some((end) => end !== null && now < Number(end));
    });
  }

  private async send(uses: Use[]): Promise<void> {
    const calls: Promise<void>[] = [];
    for (let from = 0; from < uses.length; from += this.perCall) {
      calls.push(this.ask(uses.slice(from, from + this.perCall)));
    }
    await Promise.all(calls);
  }

  private async ask(uses: Use[]): Promise<void> {
    const owners = new Set<string>();
    for (const { known } of uses) if (known) for (const key of known.owners) owners.add(key);
    const answers = await this.link.ask(() => this.call(uses, [...owners]));
    const ends = answers?.[uses.length] as Moment[] | undefined;
    const tombstones = ends && new Map([...owners].map((key, index) => [key, Number(ends[index])]));
    for (let index = 0; index < uses.length; index += 1) {
      this.settleBy(uses[index]!, (answers?.[index] ?? null) as UseAnswer, tombstones);
    }
  }

  private async call(uses: Use[], owners: string[]): Promise<UseAnswers> {
    const keys = uses.map(({ hash }) => this.keys.session(hash));
    const rest: (string | number)[] = [];
    for (const { now, known } of uses) rest.push(known?.version ?? '', now, known ? slidTo(known, now) : '');
    if (this.perCall > 1) {
      return this.client.useSessions([keys.length + owners.length, ...keys, ...owners, ...rest]);
    }
    const [[answer], ...ends] = await Promise.all([
      this.client.useSession([...keys, ...rest]),
      ...owners.map((key) => this.client.get(key)),
    ]);
    return [answer!, ends];
  }

  private settleBy(use: Use, answer: UseAnswer, tombstones: Map<string, number> | undefined): void {
    const { known, now } = use;
    if (answer === null) this.settle(use);
    else if (known && tombstones && known.owners.some((key) => now < tombstones.get(key)!)) this.forget(use);
    else if (typeof answer === 'number') this.settle(use, known!.session, answer);
    else void this.adopt(use, answer);
  }

  /** Parses a session that is new here or has another version by now. */
  private async adopt(use: Use, [text, version, end]: [string, string, number]): Promise<void> {
    const session = sessionOf(text);
    if (!session) return this.settle(use);
    const isInvalidated = use.known ? false : await this.isOwnerInvalidated(session, use.now);
    this.remember(session, version);
    if (isInvalidated === false) this.settle(use, session, end);
    else this.forget(use);
  }

  /** Drops it: its expiry no longer follows the uses, and would look premature after the tombstone. */
  private forget(use: Use): void {
    void this.link.ask(() => this.client.del(this.keys.session(use.hash)));
    this.settle(use);
  }

  private settle({ resolvers }: Use, session?: Session, end = -1): void {
    const isTrusted = session && this.isTrusted(session);
    const expiresAt = end < 0 ? null : end;
    for (const resolve of resolvers) resolve(isTrusted ? { ...session, expiresAt } : undefined);
  }

  private ownersOf({ userId, ecosystemId }: Session): string[] {
    const owners: string[] = [];
    if (userId !== null) owners.push(this.keys.tombstone({ userId }));
    if (ecosystemId !== null) owners.push(this.keys.tombstone({ ecosystemId }));
    return owners;
  }
}

function sessionOf(text: string): Session | undefined {
  try {
    return JSON.parse(text) as Session;
  } catch {
    return undefined;
  }
}

/** The end that a use at `now` gives a sliding session; an empty text for any other. */
function slidTo({ session: { lifetime, createdAt } }: Known, now: number): number | '' {
  return lifetime.expiryType === 'SlidingTtl' ? endAfter(lifetime, createdAt, now)! : '';
}
