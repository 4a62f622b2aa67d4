import fc from 'fast-check';
import { endAfter, type Lifetime, trustedFor } from '../../src/sessions/lifetime.js';
import { RedisSessionCache } from '../../src/sessions/redis-session-cache.js';
import type { Session } from '../../src/sessions/session.js';
import {
  type InvalidationTarget,
  type SessionCache,
  tombstoneFor,
} from '../../src/sessions/session-cache.js';
import { minute, newSession, noon, second, slidingHour } from './sessions.js';

/**
 * What a cache may know: the simplest thing that keeps the promises. A cache is free in what it does with a session
 * while a tombstone stands, and with one that was confirmed earlier than what it knows: there the model allows several.
 */
class Model {
  now = noon;
  private readonly possible = new Map<string, Session[]>();
  /** Hashes of sessions that a cache that works cannot have forgotten. */
  private readonly certain = new Set<string>();
  private readonly tombstones: { invalidation: InvalidationTarget; until: number }[] = [];

  put(session: Session): void {
    const { hash, lifetime } = session;
    if (this.now - session.confirmedAt >= trustedFor) return;
    const known = this.possible.get(hash) ?? [];
    const isCertain = this.certain.has(hash);
    const merged = known.map(({ expiresAt }) => ({
      ...session,
      expiresAt: lifetime.expiryType === 'SlidingTtl' ? Math.max(expiresAt!, session.expiresAt!) : expiresAt,
    }));
    const isFree = this.isInvalidated(session);
    const kept = known.filter(({ confirmedAt }) => isFree || confirmedAt > session.confirmedAt);
    this.possible.set(hash, [...merged, ...kept, ...(isCertain ? [] : [session])]);
    if (!isFree) this.certain.add(hash);
  }

  /** Checks what a cache handed over for a use now. */
  get(hash: string, got: Session | undefined): void {
    const slid = (this.possible.get(hash) ?? []).map((session) => slide(session, this.now));
    const isHidden = slid.some((session) => this.isInvalidated(session));
    if (isHidden) expect(got).toBeUndefined();
    else if (got) expect(slid).toContainEqual(got);
    else expect(this.certain.has(hash)).toBe(false);
    this.possible.set(hash, isHidden ? slid : got ? [got] : []);
    if (got) this.certain.add(hash);
  }

  invalidate(invalidation: InvalidationTarget): void {
    this.tombstones.push({ invalidation, until: this.now + tombstoneFor });
    for (const [hash, [session]] of this.possible) {
      if (session && covers(invalidation, session)) this.certain.delete(hash);
    }
  }

  private isInvalidated(session: Session): boolean {
    return this.tombstones.some(
      ({ invalidation, until }) => this.now < until && covers(invalidation, session),
    );
  }
}

function slide(session: Session, now: number): Session {
  const { lifetime, createdAt, expiresAt } = session;
  if (lifetime.expiryType !== 'SlidingTtl' || now >= expiresAt!) return session;
  return { ...session, expiresAt: Math.max(expiresAt!, endAfter(lifetime, createdAt, now)!) };
}

function covers(invalidation: InvalidationTarget, session: Session): boolean {
  if ('hash' in invalidation) return invalidation.hash === session.hash;
  if ('userId' in invalidation) return invalidation.userId === session.userId;
  return invalidation.ecosystemId === session.ecosystemId;
}

type Command = fc.AsyncCommand<Model, SessionCache>;

class Advance implements Command {
  constructor(private readonly ms: number) {}

  check = () => true;

  async run(model: Model): Promise<void> {
    model.now += this.ms;
  }

  toString = () => `advance ${this.ms}`;
}

class Put implements Command {
  constructor(
    private readonly session: Session,
    private readonly confirmedAgo: number,
    private readonly usedAgo: number,
  ) {}

  check = () => true;

  async run(model: Model, cache: SessionCache): Promise<void> {
    const { now } = model;
    const { lifetime, createdAt } = this.session;
    const session: Session = {
      ...this.session,
      confirmedAt: now - this.confirmedAgo,
      expiresAt: endAfter(lifetime, createdAt, now - this.usedAgo),
    };
    await cache.put(structuredClone(session), now);
    model.put(session);
  }

  toString = () => `put ${this.session.hash}, confirmed ${this.confirmedAgo} and used ${this.usedAgo} ago`;
}

class Get implements Command {
  constructor(private readonly hash: string) {}

  check = () => true;

  async run(model: Model, cache: SessionCache): Promise<void> {
    model.get(this.hash, structuredClone(await cache.get(this.hash, model.now)));
  }

  toString = () => `get ${this.hash}`;
}

class Invalidate implements Command {
  constructor(private readonly invalidation: InvalidationTarget) {}

  check = () => true;

  async run(model: Model, cache: SessionCache): Promise<void> {
    expect(await cache.invalidate(this.invalidation, model.now)).toBe(true);
    model.invalidate(this.invalidation);
  }

  toString = () => `invalidate ${JSON.stringify(this.invalidation)}`;
}

const lifetimes: Lifetime[] = [
  slidingHour,
  { expiryType: 'SlidingTtl', ttl: 100 * second },
  { expiryType: 'SlidingTtl', ttl: 5 * minute, maxAge: 20 * minute },
  { expiryType: 'FixedTtl', ttl: 10 * minute },
  { expiryType: 'Infinite' },
];

/** Few tokens, users and ecosystems, so that commands meet: three users in two ecosystems, and one account token. */
const sessions = lifetimes.flatMap((lifetime, index) => [
  newSession({ hash: `a${index}`, lifetime, userId: 'ada', ecosystemId: 'acme' }),
  newSession({ hash: `b${index}`, lifetime, userId: index % 2 ? 'bob' : 'cyd', ecosystemId: 'globex' }),
]);
sessions.push(newSession({ hash: 'op', holder: 'account', userId: null, ecosystemId: null }));

const invalidations: InvalidationTarget[] = [
  ...sessions.map(({ hash }) => ({ hash })),
  ...['ada', 'bob', 'cyd'].map((userId) => ({ userId })),
  ...['acme', 'globex'].map((ecosystemId) => ({ ecosystemId })),
];

const commands = fc.commands(
  [
    fc
      .oneof(fc.integer({ min: 0, max: 2 * minute }), fc.integer({ min: 0, max: second }))
      .map((ms) => new Advance(ms)),
    fc
      .tuple(
        fc.constantFrom(...sessions),
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * trustedFor })),
        fc.integer({ min: 0, max: minute }),
      )
      .map(([session, confirmedAgo, usedAgo]) => new Put(session, confirmedAgo, usedAgo)),
    fc.constantFrom(...sessions).map(({ hash }) => new Get(hash)),
    fc.constantFrom(...invalidations).map((invalidation) => new Invalidate(invalidation)),
  ],
  { size: 'large', maxCommands: 80 },
);

/** How often an order is tried again on a cache of its own, when the one before lost its server meanwhile. */
const attempts = 4;

/** How often the cache lost its server: a machine that stands still for a quarter of a second is enough. */
const outagesOf = (cache: SessionCache) => (cache instanceof RedisSessionCache ? cache.link.outages : 0);

/** Whatever the order of puts, gets, invalidations and time going on, a cache answers as the model does. */
export function sessionCacheModelContract(makeCache: () => SessionCache | Promise<SessionCache>): void {
  it('any order of put, get, invalidate and time: what was invalidated is not remembered, what lives is exact', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (cmds) => {
        for (let attempt = 1; ; attempt += 1) {
          const real = await makeCache();
          try {
            await fc.asyncModelRun(() => ({ model: new Model(), real }), cmds);
            return;
          } catch (error) {
            // What it promises without its server is for the suites of the faults.
            if (outagesOf(real) === 0 || attempt === attempts) throw error;
          }
        }
      }),
      { numRuns: 100 },
    );
  });
}
