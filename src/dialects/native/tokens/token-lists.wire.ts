import { IsIn, IsOptional, Matches } from 'class-validator';
import { tokenReference, userReference } from '../../../common/ids/identifier.js';
import { type TokenFilter, type TokenLifeState, tokenStates } from '../../../tokens/token-filter.js';
import { IsMoment, ListQuery, momentOf, PageView } from '../shared/lists.wire.js';
import { TokenView } from '../shared/token-views.wire.js';

const holdersInside = ['user', 'server'] as const;

/** Filters of a list of one holder's tokens. */
export class ListTokensOfHolder extends ListQuery {
  /**
   * Only tokens in this state. A sliding token may be listed as live up to a minute after its end.
   * @example live
   */
  @IsOptional()
  @IsIn(tokenStates)
  state?: TokenLifeState;

  /**
   * Only tokens minted by the token with this `id`.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Matches(tokenReference, { message: 'mintedBy must be the id of a token' })
  mintedBy?: string;

  /** Only tokens minted at or after this time. */
  @IsMoment()
  createdFrom?: string;

  /** Only tokens minted before this time. */
  @IsMoment()
  createdBefore?: string;

  /** Only tokens last used at or after this time. */
  @IsMoment()
  lastUsedFrom?: string;

  /** Only tokens not used since this time, or never used. */
  @IsMoment()
  lastUsedBefore?: string;
}

/** Filters of the token list of an ecosystem. */
export class ListTokens extends ListTokensOfHolder {
  /**
   * Only tokens of this user: the id, or `external:` and the `externalId`.
   * @example BsNr28znDkG8aeo7W
   */
  @IsOptional()
  @Matches(userReference, { message: 'userId must be the id of a user' })
  userId?: string;

  /**
   * Only tokens of this kind of holder.
   * @example user
   */
  @IsOptional()
  @IsIn(holdersInside)
  holder?: (typeof holdersInside)[number];
}

/** A page of tokens, newest first. */
export class TokenListView {
  data: TokenView[];
  page: PageView;
}

export function tokenFilterOf(query: ListTokens): TokenFilter {
  const { state, mintedBy, userId, holder } = query;
  return {
    ...{ state, mintedBy, userId, holder },
    createdFrom: momentOf(query.createdFrom),
    createdBefore: momentOf(query.createdBefore),
    lastUsedFrom: momentOf(query.lastUsedFrom),
    lastUsedBefore: momentOf(query.lastUsedBefore),
  };
}
