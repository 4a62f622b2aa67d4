import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Checkpoints } from './checkpoints.js';
import { type End, endAfter, isConfirmed, isLiveAt } from './lifetime.js';
import { PresentedSecrets } from './presented-secrets.js';
import {
  type DeadReason,
  lifetimeOf,
  type Session,
  sessionFrom,
  type TokenFacts,
  type TokenState,
  type Verdict,
} from './session.js';
import { SessionCache } from './session-cache.js';
import { TokenStates } from './token-states.js';

/** Answers whether a secret belongs to a live token. Every answer "live" is a use: it slides a sliding token. */
@Injectable()
export class TokensVerifier {
  constructor(
    private readonly cache: SessionCache,
    private readonly states: TokenStates,
    private readonly secrets: PresentedSecrets,
    private readonly checkpoints: Checkpoints,
    private readonly clock: Clock,
  ) {}

  /** The verdict on a secret; an invalid one is an answer, not an exception. Garbage costs no I/O. */
  async verify(secret: string): Promise<Verdict> {
    let verdict: Verdict = { live: false, reason: 'unknown' };
    for (const hash of this.secrets.hashesOf(secret)) {
      verdict = await this.verdictOn(hash);
      if (verdict.live || verdict.reason !== 'unknown') break;
    }
    return verdict;
  }

  private async verdictOn(hash: string): Promise<Verdict> {
    const now = this.clock.now();
    const cached = await this.cache.get(hash, now);
    if (cached && isLiveAt(cached.expiresAt, now) && isConfirmed(cached.confirmedAt, now)) {
      return this.used(cached, now);
    }
    const state = await this.states.read(hash);
    const reason = whyDead(state, cached, now);
    if (reason) return { live: false, reason };
    const session = sessionFrom(state!, now);
    if (session.lifetime.expiryType === 'SlidingTtl') {
      session.expiresAt = endAfter(session.lifetime, session.createdAt, now);
    }
    const isHeard = await this.cache.put(session, this.clock.now());
    return this.used(session, now, !isHeard);
  }

  private async used(session: Session, now: number, isUnheard = false): Promise<Verdict> {
    const stored = this.checkpoints.note(session, now, isUnheard);
    if (stored) await stored;
    return { live: true, session };
  }
}

function whyDead(
  state: TokenState | undefined,
  cached: Session | undefined,
  now: number,
): DeadReason | undefined {
  if (!state) return 'unknown';
  if (state.token.revokedAt !== null) return 'revoked';
  if (!state.enabled) return 'disabled';
  return isLiveAt(knownEnd(state.token, cached), now) ? undefined : 'expired';
}

/**
 * The end as the cache has it, which is exact, unless the row knows of a later use: one that the cache did not hear of.
 * Then, and without the cache, it is the stored end.
 */
export function knownEnd(token: TokenFacts, cached: Session | undefined): End {
  if (!cached) return token.expiresAt;
  const storedUse = token.lastUsedAt ?? token.createdAt;
  const endOfStoredUse = endAfter(lifetimeOf(token), token.createdAt, storedUse);
  const isCacheBehind =
    endOfStoredUse !== null && cached.expiresAt !== null && cached.expiresAt < endOfStoredUse;
  return isCacheBehind ? token.expiresAt : cached.expiresAt;
}
