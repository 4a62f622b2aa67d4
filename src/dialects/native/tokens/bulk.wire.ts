import { ArrayMaxSize, ArrayMinSize, IsArray, IsString } from 'class-validator';
import type { Minted } from '../../../tokens/mint/new-token.js';
import { MintedView, viewOfMinted } from '../shared/token-views.wire.js';
import { MintToken } from './tokens.wire.js';
import type { Introspection } from '../verification/verification.wire.js';

/** Options of tokens for many users. All tokens are alike; a user named twice gets two. */
export class MintTokens extends MintToken {
  /**
   * The users, 1 to 10,000: ids, or `external:` and the `externalId`. A user named twice gets two tokens.
   * @example ["BsNr28znDkG8aeo7W"]
   */
  @IsString({ each: true })
  @ArrayMaxSize(10_000)
  @ArrayMinSize(1)
  @IsArray()
  userIds: string[];
}

/** A new token with its secret and its user. */
export class UserMintedView extends MintedView {
  /** @example BsNr28znDkG8aeo7W */
  userId: string;
}

/** The new tokens, in the order of `userIds`. */
export class MintedListView {
  data: UserMintedView[];
}

/** Tokens to introspect. */
export class TokensInQuestion {
  /**
   * The secrets, 1 to 1,000. Repetitions are allowed.
   * @example ["tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg"]
   */
  @IsString({ each: true })
  @ArrayMaxSize(1000)
  @ArrayMinSize(1)
  @IsArray()
  tokens: string[];
}

/** Introspection results, in the order of `tokens`. */
export class IntrospectionListView {
  data: Introspection[];
}

export function viewOfMintedList(minted: Minted[], now: number): MintedListView {
  return { data: minted.map((one) => ({ userId: one.token.userId!, ...viewOfMinted(one, now) })) };
}
