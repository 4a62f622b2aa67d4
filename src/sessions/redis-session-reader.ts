import { Cluster } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { CacheLease } from './membership/cache-lease.js';
import { endAfter } from './lifetime.js';
import type { RedisLink } from './redis-connection.js';
import { isSeen, ofHolder, type Session, type Sight } from './session.js';
import type { InvalidationTarget } from './session-cache.js';
import type { Moment, ScriptedClient, UseAnswer, UseAnswers } from './redis-scripts.js';

/** A session as it was when it was put: of it Redis is asked only whether it is this version still, and its end. */
interface Known {
  readonly session: Session;
  readonly version: string;
  /** The tombstones of its user and its ecosystem: whose a token is never changes. */
  readonly owners: string[];
}

/** One use of one session, of which any number of askers are told. */
interface Use {
  readonly hash: string;
  readonly now: number;
  readonly known: Known | undefined;
  readonly askers: ((session: Session | undefined) => void)[];
}

/** Where sessions and tombstones are in Redis. */
export interface RedisKeys {
  session(hash: string): string;
  tombstone(burial: InvalidationTarget): string;
}

/** So many sessions are one call's at the most: Redis does nothing else meanwhile. */
const usesPerCall = 200;

/**
 * Joins the uses of sessions that one turn of the event loop asks for into one call of Redis. Who comes after it was sent
 * waits for the next one, so that nobody is answered from before the question. Every use is asked of Redis: what is known
 * here only spares it sending, and us reading, what has not changed since.
 */
export class RedisSessionReader {
  private readonly known = new LRUCache<string, Known>({ max: 100_000 });
  private waiting: Use[] = [];
  private readonly latest = new Map<string, Use>();
  private readonly perCall: number;
  /** Confirmations from before Redis was last away are not trusted: a burial may have been missed. */
  trustedSince = 0;

  constructor(
    private readonly link: RedisLink,
    private readonly client: ScriptedClient,
    private readonly lease: CacheLease,
    private readonly keys: RedisKeys,
  ) {
    // In a cluster the keys of two tokens have no slot in common.
    this.perCall = client instanceof Cluster ? 1 : usesPerCall;
  }

  /**
   * The session as Redis has it after a use at `now`, each asker's own; nothing when it is unknown or buried. It is not
   * used when the asker does not see it: whose it is never changes, so that Redis is asked for that once.
   */
  use(hash: string, now: number, sight: Sight): Promise<Session | undefined> {
    if (sight === ofHolder) return this.joined(hash, now);
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
    return new Promise((answer) => {
      if (this.waiting.length === 0) setImmediate(() => this.send());
      let use = this.latest.get(hash);
      if (use?.now !== now) {
        use = { hash, now, known: this.known.get(hash), askers: [] };
        this.waiting.push(use);
        this.latest.set(hash, use);
      }
      use.askers.push(answer);
    });
  }

  /**
   * Whether its confirmation and its end can be relied on: not those from before Redis was away, nor while others may cache
   * elsewhere. To be asked after Redis has answered: this process may have stood still meanwhile.
   */
  isTrusted({ confirmedAt }: Session): boolean {
    return confirmedAt >= this.trustedSince && this.lease.isHeld;
  }

  /** Remembers what is being put as this version. */
  remember(session: Session, version: string): void {
    this.known.set(session.hash, { session: { ...session }, version, owners: this.ownersOf(session) });
  }

  /** Whether a tombstone of the user or the ecosystem stands; undefined when Redis is away. */
  isOwnerBuried(session: Session, now: number): Promise<boolean | undefined> {
    return this.link.ask(async () => {
      const ends = await Promise.all(this.ownersOf(session).map((key) => this.client.get(key)));
      return ends.some((end) => end !== null && now < Number(end));
    });
  }

  private send(): void {
    const uses = this.waiting;
    this.waiting = [];
    this.latest.clear();
    for (let from = 0; from < uses.length; from += this.perCall) {
      void this.ask(uses.slice(from, from + this.perCall));
    }
  }

  private async ask(uses: Use[]): Promise<void> {
    const owners = new Set<string>();
    for (const { known } of uses) if (known) for (const key of known.owners) owners.add(key);
    const answers = await this.link.ask(() => this.call(uses, [...owners]));
    const ends = answers?.[uses.length] as Moment[] | undefined;
    const tombstones = ends && new Map([...owners].map((key, index) => [key, Number(ends[index])]));
    for (let index = 0; index < uses.length; index += 1) {
      this.tell(uses[index]!, (answers?.[index] ?? null) as UseAnswer, tombstones);
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

  private tell(use: Use, answer: UseAnswer, tombstones: Map<string, number> | undefined): void {
    const { known, now } = use;
    if (answer === null) this.settle(use);
    else if (known && tombstones && known.owners.some((key) => now < tombstones.get(key)!)) this.forget(use);
    else if (typeof answer === 'number') this.settle(use, known!.session, answer);
    else void this.learn(use, answer);
  }

  /** Reads what was not known yet, or is another version by now. What cannot be read is none. */
  private async learn(use: Use, [text, version, end]: [string, string, number]): Promise<void> {
    const session = sessionOf(text);
    if (!session) return this.settle(use);
    const isBuried = use.known ? false : await this.isOwnerBuried(session, use.now);
    this.remember(session, version);
    if (isBuried === false) this.settle(use, session, end);
    else this.forget(use);
  }

  /** Its end no longer follows the uses: after the tombstone it would seem to have died early. */
  private forget(use: Use): void {
    void this.link.ask(() => this.client.del(this.keys.session(use.hash)));
    this.settle(use);
  }

  private settle({ askers }: Use, session?: Session, end = -1): void {
    const isTrusted = session && this.isTrusted(session);
    const expiresAt = end < 0 ? null : end;
    for (const answer of askers) answer(isTrusted ? { ...session, expiresAt } : undefined);
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

/** The end that a use at `now` gives a sliding session; the empty text for no other. */
function slidTo({ session: { lifetime, createdAt } }: Known, now: number): number | '' {
  return lifetime.expiryType === 'SlidingTtl' ? endAfter(lifetime, createdAt, now)! : '';
}
