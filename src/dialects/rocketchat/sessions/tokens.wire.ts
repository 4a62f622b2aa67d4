import type { Token } from '../../../tokens/token.entity.js';

/** Body of the calls for one's own personal access tokens (docs/wire.md#companion-calls). */
export class PersonalToken {
  /**
   * Unique among one's own; 1 to 200 characters.
   * @example "the build server"
   */
  tokenName: string;
}

export class NewPersonalToken extends PersonalToken {
  /**
   * Unique among one's own; 1 to 200 characters.
   * @example "the release script"
   */
  declare tokenName: string;

  /** Only shown again: nothing here asks for a second factor. */
  bypassTwoFactor?: boolean;
}

export class PersonalTokenMade {
  /**
   * The secret, 43 characters. It is shown this once.
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
   * The last six characters of the secret, to tell it from others.
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
   * Whom to log out; oneself when left out.
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
   * The secret that was presented.
   * @example 2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW301mSuj
   */
  token: string;

  /**
   * When it ends, ISO 8601, UTC; empty for never.
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
