import type { SelectQueryBuilder, WhereExpressionBuilder } from 'typeorm';
import type { User } from '../users/user.entity.js';
import type { Token } from './token.entity.js';
import type { Holder } from '../common/permission.js';

/** The state of a token by its row; the stored end of a sliding token is up to its granularity late. */
export const tokenStates = ['live', 'expired', 'revoked'] as const;
export type TokenLifeState = (typeof tokenStates)[number];

/** A filter for the tokens of an ecosystem. Moments in ms. */
export interface TokenFilter {
  holder?: Holder;
  userId?: string;
  state?: TokenLifeState;
  /** Id of the token that minted them. */
  mintedBy?: string;
  createdFrom?: number;
  createdBefore?: number;
  lastUsedFrom?: number;
  /** Not used since then, or never. */
  lastUsedBefore?: number;
}

const revoked =
  '(token.revokedAt IS NOT NULL OR token.generation < (SELECT u.token_generation FROM users u WHERE u.id = token.userId))';

/** Not revoked, alone or with all tokens of its user. */
export const notRevoked = `NOT COALESCE(${revoked}, FALSE)`;

/** Narrows a query of `token` rows to the matching ones, by their state at `now`. */
export function applyFilter(
  query: SelectQueryBuilder<Token> & WhereExpressionBuilder,
  filter: TokenFilter,
  now: number,
): void {
  const { holder, userId, state, mintedBy, createdFrom, createdBefore, lastUsedFrom, lastUsedBefore } =
    filter;
  if (holder) query.andWhere('token.holder = :holder', { holder });
  if (userId !== undefined) query.andWhere('token.userId = :userId', { userId });
  if (mintedBy !== undefined) query.andWhere('token.mintedBy = :mintedBy', { mintedBy });
  if (createdFrom !== undefined) query.andWhere('token.createdAt >= :createdFrom', { createdFrom });
  if (createdBefore !== undefined) query.andWhere('token.createdAt < :createdBefore', { createdBefore });
  if (lastUsedFrom !== undefined) query.andWhere('token.lastUsedAt >= :lastUsedFrom', { lastUsedFrom });
  if (lastUsedBefore !== undefined) {
    query.andWhere('(token.lastUsedAt IS NULL OR token.lastUsedAt < :lastUsedBefore)', { lastUsedBefore });
  }
  if (state === 'revoked') query.andWhere(revoked);
  if (state === 'live' || state === 'expired') {
    query.andWhere(notRevoked);
    const comparison =
      state === 'live' ? '(token.expiresAt IS NULL OR token.expiresAt > :now)' : 'token.expiresAt <= :now';
    query.andWhere(comparison, { now });
  }
}

/** The token as the filter sees it: a token of an earlier generation was revoked with that generation. */
export function withRevocation(
  token: Token,
  user: Pick<User, 'tokenGeneration' | 'tokensRevokedAt'> | undefined,
): Token {
  if (!user || token.generation >= user.tokenGeneration) return token;
  return { ...token, revokedAt: token.revokedAt ?? user.tokensRevokedAt };
}
