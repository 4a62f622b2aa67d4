import type { Token } from '../../../tokens/token.entity.js';

/** Body of the calls for one's own personal access tokens. */
export class PersonalToken {
  /**
   * Unique among one's own tokens; 1 to 200 characters.
   * @example "the build server"
   */
  tokenName: string;
}

export class NewPersonalToken extends PersonalToken {
  /**
   * Unique among one's own tokens; 1 to 200 characters.
   * @example "the release script"
   */
  declare tokenName: string;

  /** Stored and returned: no call here needs a second factor. */
  bypassTwoFactor?: boolean;
}

export class PersonalTokenMade {
  /**
   * The secret, 43 characters. Shown only once.
   * @example 2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW301mSuj
   */
  token: string;

  /** @example true */
  success: true;
}

export class PersonalTokenView {
  /** @example "the build server" */
  name: string;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /**
   * Last six characters of the secret, to distinguish tokens.
   * @example 01mSuj
   */
  lastTokenPart: string;

  /** @example false */
  bypassTwoFactor: boolean;
}

export class PersonalTokenList {
  tokens: PersonalTokenView[];

  /** @example true */
  success: true;
}

export class Succeeded {
  /** @example true */
  success: true;
}

/** Body of `users.logout`. */
export class LogoutUser {
  /**
   * The user to log out; oneself by default.
   * @example BsNr28znDkG8aeo7W
   */
  userId?: string;
}

export class UserLoggedOut {
  /** @example "User BsNr28znDkG8aeo7W has been logged out!" */
  message: string;

  /** @example true */
  success: true;
}

export class OthersLoggedOut {
  /**
   * The presented secret.
   * @example 2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW301mSuj
   */
  token: string;

  /**
   * End of the token; ISO 8601, UTC; empty for never.
   * @example 2026-11-22T10:00:00.000Z
   */
  tokenExpires: string;

  /** @example true */
  success: true;
}

export function viewOfPersonalToken({ name, createdAt, dialectDetail }: Token): PersonalTokenView {
  return {
    name: name!,
    createdAt: new Date(createdAt).toISOString(),
    lastTokenPart: String(dialectDetail?.lastTokenPart ?? ''),
    bypassTwoFactor: Boolean(dialectDetail?.bypassTwoFactor),
  };
}
