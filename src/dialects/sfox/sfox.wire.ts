import { ArrayMaxSize, ArrayMinSize, IsArray, IsString } from 'class-validator';
import type { Minted, MintRequest } from '../../tokens/mint/new-token.js';

const most = 10_000;

/** The users that need tokens. */
export class CreateUserTokens {
  static readonly unknownFields = 'ignored';

  /**
   * The `user_id` of each user, 1 to 10,000. A user named twice gets two tokens.
   * @example ["156c5beb-7c9f-4f68-83c0-9479703ac490", "client_account_1"]
   */
  @IsString({ each: true, message: 'must hold strings only' })
  @ArrayMaxSize(most, { message: `must hold at most ${most} user ids` })
  @ArrayMinSize(1, { message: 'must hold at least 1 user id' })
  @IsArray({ message: 'must be an array of user ids' })
  data: string[];
}

/** A user auth token in sFOX's format. */
export class UserToken {
  /**
   * The secret, 64 hexadecimal digits.
   * @example bcf5ab0aa8dfebc86460338514dd022d63080277373002e6986d7925375a0087
   */
  token: string;

  /**
   * The requested `user_id`.
   * @example 156c5beb-7c9f-4f68-83c0-9479703ac490
   */
  partner_user_id: string;

  /**
   * 24 hours after the creation; ISO 8601, UTC.
   * @example 2026-11-23T19:22:09.901Z
   */
  expires: string;
}

/** One token. */
export class UserTokenCreated {
  data: UserToken;
}

/** The tokens, in the order of the named users. */
export class UserTokensCreated {
  data: UserToken[];
}

/** sFOX's failure envelope. */
export class SfoxFailure {
  /** @example "No such user: client_account_1" */
  error: string;
}

const day = 24 * 60 * 60 * 1000;

/** Every token of sFOX's dialect lives 24 hours from its creation. */
export const mintRequest: MintRequest = {
  lifetime: { expiryType: 'FixedTtl', ttl: day },
  shape: 'hex',
  dialect: 'sfox',
};

export function userToken({ token, secret }: Minted, reference: string): UserToken {
  return {
    token: secret,
    partner_user_id: reference,
    expires: new Date(token.expiresAt!).toISOString(),
  };
}
