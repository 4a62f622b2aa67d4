import { IsIn, IsOptional, Matches } from 'class-validator';
import { tokenReference, userReference } from '../../../common/identifier.js';
import { type TokenFilter, type TokenLifeState, tokenStates } from '../../../tokens/token-filter.js';
import { IsMoment, ListQuery, momentOf, PageView } from '../shared/lists.wire.js';
import { TokenView } from '../shared/token-views.wire.js';

const holdersInside = ['user', 'server'] as const;

/** What a list of one holder's tokens may be asked for. */
export class ListTokensOfHolder extends ListQuery {
  /**
   * Only such as are in this state now; a sliding token ends here up to a minute later than it does in truth.
   * @example live
   */
  @IsOptional()
  @IsIn(tokenStates)
  state?: TokenLifeState;

  /**
   * Only such as were minted with this token: its `id`.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Matches(tokenReference, { message: 'mintedBy must be the id of a token' })
  mintedBy?: string;

  /** Only such as were minted at this moment or later. */
  @IsMoment()
  createdFrom?: string;

  /** Only such as were minted before this moment. */
  @IsMoment()
  createdBefore?: string;

  /** Only such as were last used at this moment or later. */
  @IsMoment()
  lastUsedFrom?: string;

  /** Only such as were not used since this moment, or never. */
  @IsMoment()
  lastUsedBefore?: string;
}

/** What the list of an ecosystem's tokens may be asked for. */
export class ListTokens extends ListTokensOfHolder {
  /**
   * Only the tokens of this user.
   * @example BsNr28znDkG8aeo7W
   */
  @IsOptional()
  @Matches(userReference, { message: 'userId must be the id of a user' })
  userId?: string;

  /**
   * Only the tokens of such holders.
   * @example user
   */
  @IsOptional()
  @IsIn(holdersInside)
  holder?: (typeof holdersInside)[number];
}

/** A page of tokens, the newest first. */
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
