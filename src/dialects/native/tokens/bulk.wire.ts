import { ArrayMaxSize, ArrayMinSize, IsArray, IsString } from 'class-validator';
import type { Minted } from '../../../tokens/mint/new-token.js';
import { MintedView, viewOfMinted } from '../shared/token-views.wire.js';
import { MintToken } from './tokens.wire.js';
import type { Introspection } from '../verification/verification.wire.js';

/** How tokens are to be minted for many users: all alike, one for each time that a user is named. */
export class MintTokens extends MintToken {
  /**
   * Ids of the users, 1 to 10,000: our `id`, never the `externalId`. One that is named twice gets two tokens.
   * @example ["BsNr28znDkG8aeo7W"]
   */
  @IsString({ each: true })
  @ArrayMaxSize(10_000)
  @ArrayMinSize(1)
  @IsArray()
  userIds: string[];
}

/** A new token, its secret, and whose it is. */
export class UserMintedView extends MintedView {
  /** @example BsNr28znDkG8aeo7W */
  userId: string;
}

/** The new tokens, in the order of `userIds`. */
export class MintedListView {
  data: UserMintedView[];
}

/** Tokens that are asked about. */
export class TokensInQuestion {
  /**
   * The secrets, 1 to 1,000; the same one may be there twice.
   * @example ["tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg"]
   */
  @IsString({ each: true })
  @ArrayMaxSize(1000)
  @ArrayMinSize(1)
  @IsArray()
  tokens: string[];
}

/** What introspection says of each, in the order of `tokens`. */
export class IntrospectionListView {
  data: Introspection[];
}

export function viewOfMintedList(minted: Minted[], now: number): MintedListView {
  return { data: minted.map((one) => ({ userId: one.token.userId!, ...viewOfMinted(one, now) })) };
}
