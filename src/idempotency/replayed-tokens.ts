import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { isLiveAt } from '../sessions/lifetime.js';
import { hashOf } from '../tokens/secrets/secret.js';
import { TokenStateReader } from '../tokens/verify/token-state.reader.js';

interface Shown {
  token: { state: string; revokedAt: string | null };
  secret: string;
}

/** Updates the tokens in a replayed answer, so that it never shows a dead token as live. */
@Injectable()
export class ReplayedTokens {
  constructor(
    private readonly states: TokenStateReader,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets `state` and `revokedAt` of each token that stands beside its secret. Does not count as a use of the
   * token.
   */
  async refresh(body: unknown): Promise<void> {
    const { data } = (body ?? {}) as { data?: unknown };
    const all = [body, ...(Array.isArray(data) ? data : [])].filter(isShown);
    await Promise.all(all.map((shown) => this.refreshOne(shown)));
  }

  private async refreshOne({ token, secret }: Shown): Promise<void> {
    const state = await this.states.read(hashOf(secret));
    const revokedAt = state?.token.revokedAt ?? null;
    // A token of a deleted or inactive holder is as dead as a revoked one.
    if (!state?.enabled || revokedAt !== null) token.state = 'revoked';
    else if (!isLiveAt(state.token.expiresAt, this.clock.now())) token.state = 'expired';
    if (revokedAt !== null) token.revokedAt = new Date(revokedAt).toISOString();
  }
}

function isShown(value: unknown): value is Shown {
  if (typeof value !== 'object' || value === null) return false;
  const { token, secret } = value as Partial<Shown>;
  return typeof secret === 'string' && typeof token === 'object' && token !== null && 'state' in token;
}
