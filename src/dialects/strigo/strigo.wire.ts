import { IsArray, IsInt, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { invalidField } from '../../common/failure.js';
import { userReference } from '../../common/ids/identifier.js';
import type { Minted, MintRequest } from '../../tokens/mint/new-token.js';
import { IsEmailAddress } from '../shared/email.js';

const externalUserIdRule = new RegExp(`^$|${userReference.source}`, 'u');

/** Strigo's user token resource. */
export class CreateUserToken {
  static readonly unknownFields = 'ignored';

  /**
   * The user's unique email.
   * @example user1@strigo.io
   */
  @IsEmailAddress('Must be a valid email address')
  email: string;

  /**
   * The name of the user.
   * @example user1
   */
  @IsOptional()
  @MaxLength(200, { message: 'Must be at most 200 characters' })
  @IsString({ message: 'Must be a string' })
  name?: string;

  /**
   * The user's identifier in your system, at most 128 characters without white space, control characters,
   * invisible characters, `;` or `/`; "" by default.
   * @example external-user-id
   */
  @IsOptional()
  @Matches(externalUserIdRule, {
    message:
      'Must be at most 128 characters without white space, control characters, invisible characters, ; or /',
  })
  @IsString({ message: 'Must be a string' })
  externalUserId?: string;

  /**
   * Expiration date for the token, in ms since the epoch: at most 2 months ahead, which is also the default.
   * @example 1798675200000
   */
  @IsOptional()
  @IsInt({ message: 'Must be a whole number of milliseconds since the epoch' })
  expiration?: number | null;

  /**
   * Strigo's groups. Accepted and ignored.
   * @example ["developers"]
   */
  @IsOptional()
  @IsString({ each: true, message: 'Must be an array of strings' })
  @IsArray({ message: 'Must be an array of strings' })
  groups?: string[];
}

/** The token in Strigo's format. */
export class UserTokenData {
  /**
   * 17 characters.
   * @example X7TnEwMSg66pBi8GZ
   */
  user_id: string;

  /**
   * ms since the epoch.
   * @example 1798675200000
   */
  expiration: number;

  /**
   * The secret, 43 characters.
   * @example HfT31jk4WLIJ4f4ebR2MGzBIK0jp1M3tlbdvP20TBGd
   */
  token: string;
}

/** Strigo's success envelope. */
export class UserTokenCreated {
  /** @example success */
  result: 'success';
  data: UserTokenData;
}

/** A fault of one field, in the form of express-validator. */
export class RequestFault {
  /** @example body */
  location: string;

  /** @example email */
  param: string;

  /** @example "Must be a valid email address" */
  msg: string;
}

/** The failure. */
export class StrigoError {
  /**
   * PascalCase.
   * @example RequestValidationError
   */
  type: string;

  /** @example "The request is not valid" */
  message: string;

  /** For `RequestValidationError`. */
  errors?: RequestFault[];
}

/** Strigo's failure envelope. */
export class StrigoFailure {
  /** @example failure */
  result: 'failure';
  error: StrigoError;
}

/** Two calendar months after `now`, in ms: the default and the maximum. */
function latestEnd(now: number): number {
  const end = new Date(now);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + 2);
  // Two months after 31 December is the last day of February, not a day in March.
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.getTime();
}

/** @throws Failure `invalid-input` for an `expiration` that is past or more than 2 months ahead */
export function mintRequestOf({ expiration }: CreateUserToken, now: number): MintRequest {
  const latest = latestEnd(now);
  const end = expiration ?? latest;
  if (end <= now) throw invalidField('body', 'expiration', 'future', 'Must be in the future');
  if (end > latest) throw invalidField('body', 'expiration', 'max', 'Must be at most 2 months ahead');
  return { lifetime: { expiryType: 'FixedTtl', ttl: end - now }, shape: 'plain', dialect: 'strigo' };
}

export function userTokenCreated({ token, secret }: Minted): UserTokenCreated {
  return {
    result: 'success',
    data: { user_id: token.userId!, expiration: token.expiresAt!, token: secret },
  };
}
