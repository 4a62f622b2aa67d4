import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Histogram } from '../../common/histogram.js';
import { LastUseWriter } from './last-use.writer.js';
import { endAfter, isConfirmed, isLiveAt } from '../../sessions/lifetime.js';
import { SecretLookup } from '../secrets/secret-lookup.js';
import { hashOf } from '../secrets/secret.js';
import { type DeadReason, isSeen, type Session, type Sight, type Verdict } from '../../sessions/session.js';
import { deadReason, sessionFrom } from './token-state.js';
import { SessionCache } from '../../sessions/session-cache.js';
import { TokenStateReader } from './token-state.reader.js';

/** The source of a verdict: the session cache, the database, or none for garbage. */
export type Tier = 'memory' | 'redis' | 'database' | 'none';

/** Verdicts of one tier, with the durations of those that need I/O. */
export class VerdictCounts {
  readonly durations = new Histogram();
  readonly verdicts: Record<'live' | DeadReason, number> = {
    live: 0,
    unknown: 0,
    expired: 0,
    revoked: 0,
    disabled: 0,
  };
}

/** Verifies secrets. Every verdict "live" is a use of the token: it slides a sliding one. */
@Injectable()
export class TokensVerifier {
  readonly counted: Record<Tier, VerdictCounts> = {
    memory: new VerdictCounts(),
    redis: new VerdictCounts(),
    database: new VerdictCounts(),
    none: new VerdictCounts(),
  };

  constructor(
    private readonly cache: SessionCache,
    private readonly states: TokenStateReader,
    private readonly secrets: SecretLookup,
    private readonly uses: LastUseWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * The verdict on a secret; an invalid secret is a verdict, not an exception. Garbage costs no I/O. A token that the caller
   * must not see is unknown, and is not used.
   */
  verify(secret: string, sight: Sight): Verdict | Promise<Verdict> {
    const hash = hashOf(secret);
    return this.recall(hash, sight) ?? this.lookUp(secret, hash, sight);
  }

  /** Whether the secret can belong to a token; needs no I/O. */
  isPossible(secret: string): boolean {
    return this.secrets.candidateHashes(secret).length > 0;
  }

  /**
   * The verdict on a live token whose session is in this process, without a promise: the promises of a guard and a handler
   * cost more than the verification.
   */
  private recall(hash: string, sight: Sight): Verdict | undefined {
    const now = this.clock.now();
    const session = this.cache.held(hash, now, sight);
    if (!session || !isLiveAt(session.expiresAt, now) || !isConfirmed(session.confirmedAt, now))
      return undefined;
    // Fall through to the async path when the use must be stored first.
    if (this.uses.record(session, now)) return undefined;
    this.count('live', this.cache.tier);
    return { live: true, session };
  }

  private async lookUp(secret: string, ownHash: string, sight: Sight): Promise<Verdict> {
    const begun = this.cache.tier === 'memory' ? undefined : performance.now();
    let asked = false;
    for (const hash of this.secrets.candidateHashes(secret, ownHash)) {
      asked = true;
      const verdict = await this.verdictOn(hash, sight, begun);
      if (verdict.live || verdict.reason !== 'unknown') return verdict;
    }
    if (asked) this.count('unknown', 'database', begun);
    else this.count('unknown', 'none');
    return { live: false, reason: 'unknown' };
  }

  /** Counts its verdict, except `unknown`: the secret may have another hash. */
  private async verdictOn(hash: string, sight: Sight, begun: number | undefined): Promise<Verdict> {
    const now = this.clock.now();
    const cached = await this.cache.get(hash, now, sight);
    if (cached && isLiveAt(cached.expiresAt, now) && isConfirmed(cached.confirmedAt, now)) {
      return this.used(cached, now, this.cache.tier, begun);
    }
    const asked = begun ?? performance.now();
    const found = await this.states.read(hash);
    const state = found && isSeen({ ...found.token, tokenId: found.token.id }, sight) ? found : undefined;
    const reason = deadReason(state, cached, now);
    if (reason) {
      if (reason !== 'unknown') this.count(reason, 'database', asked);
      return { live: false, reason };
    }
    const session = sessionFrom(state!, now);
    if (session.lifetime.expiryType === 'SlidingTtl') {
      session.expiresAt = endAfter(session.lifetime, session.createdAt, now);
    }
    // Uncommitted rows are seen on SQLite only, where no other process has a cache.
    const isHeard = !state!.isCommitted || (await this.cache.put(session, this.clock.now()));
    return this.used(session, now, 'database', asked, !isHeard);
  }

  private used(
    session: Session,
    now: number,
    tier: Tier,
    begun: number | undefined,
    isUnheard = false,
  ): Verdict | Promise<Verdict> {
    const stored = this.uses.record(session, now, isUnheard);
    const live = (): Verdict => {
      this.count('live', tier, begun);
      return { live: true, session };
    };
    return stored ? stored.then(live) : live();
  }

  private count(verdict: 'live' | DeadReason, tier: Tier, begun?: number): void {
    const counts = this.counted[tier];
    counts.verdicts[verdict] += 1;
    if (begun !== undefined) counts.durations.note(performance.now() - begun);
  }
}
