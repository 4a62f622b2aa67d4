import { ApiProperty } from '@nestjs/swagger';
import { MinLength } from 'class-validator';
import type { User } from '../../../users/user.entity.js';
import { Text } from './coerced.js';

/** Text of the original's schema for a required field that is absent or has the wrong type. */
export const needed =
  (field: string, type = 'string') =>
  ({ value }: { value: unknown }) =>
    value === undefined ? `must have required property '${field}'` : `must be ${type}`;

/** Body of `users.createToken` up to 7.x. One of the fields names the user. */
export class CreateToken {
  /**
   * The user's id.
   * @example BsNr28znDkG8aeo7W
   */
  userId?: string;

  /**
   * The username, ignoring case.
   * @example test
   */
  username?: string;

  /**
   * The same as `username`.
   * @example test
   */
  user?: string;
}

/** Body of `users.createToken` from 8.0 on. */
export class CreateTokenWithSecret {
  /**
   * The user's id.
   * @example BsNr28znDkG8aeo7W
   */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @Text(needed('userId'))
  userId: string;

  /**
   * The value of `CREATE_TOKENS_FOR_USERS_SECRET`.
   * @example a-long-random-text
   */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @Text(needed('secret'))
  secret: string;
}

/** A password digest, as Rocket.Chat's clients send it. */
export class PasswordDigest {
  /**
   * SHA-256 of the password, in hex.
   * @example 5e884898da28047151d0e56f8dc6292773603d0d6aabbd62a11ef721d1542d8
   */
  digest: string;

  /** @example sha-256 */
  algorithm: 'sha-256';
}

/** Body of `login`: a user and a password, or a token to resume. */
export class Login {
  /**
   * Username, or an e-mail address with `@`.
   * @example test
   */
  user?: string;

  /** @example test */
  username?: string;

  /** @example test@acme.example */
  email?: string;

  /**
   * The password, or its digest.
   * @example "correct horse battery staple"
   */
  password?: string;

  /**
   * A token of the user, instead of a password.
   * @example 2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW34NDlwI
   */
  resume?: string;
}

/** The user of a token, and its secret. */
export class TokenData {
  /** @example BsNr28znDkG8aeo7W */
  userId: string;

  /**
   * The secret, 43 characters.
   * @example 2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW34NDlwI
   */
  authToken: string;
}

export class TokenCreated {
  data: TokenData;

  /** @example true */
  success: true;
}

export class EmailAddress {
  /** @example ada@acme.example */
  address: string;

  /** @example true */
  verified: boolean;
}

/** The user, as in `me` and `login`. */
export class Me {
  /** @example BsNr28znDkG8aeo7W */
  _id: string;

  /** @example "Ada Lovelace" */
  name: string;

  /** @example ada */
  username?: string;
  emails: EmailAddress[];

  /** @example ada@acme.example */
  email?: string;

  /** @example offline */
  status: 'offline';

  /** @example user */
  type: 'user';

  /** @example true */
  active: boolean;

  /** @example ["user"] */
  roles: string[];

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  _updatedAt: string;

  /** @example /avatar/ada */
  avatarUrl: string;

  /** @example false */
  isOAuthUser: boolean;

  /** @example {"profile":{},"preferences":{},"calendar":{}} */
  settings: Record<string, object>;

  /** @example {"password":{"exists":true}} */
  services: Record<string, object>;
}

export class MeAnswer extends Me {
  /** @example true */
  success: true;
}

export class LoginData extends TokenData {
  me: Me;
}

export class LoggedIn {
  /** @example success */
  status: 'success';

  /**
   * From 8.0 on.
   * @example true
   */
  success?: true;
  data: LoginData;
}

export class Goodbye {
  @ApiProperty({ example: "You've been logged out!" })
  message: string;
}

export class LoggedOut {
  /** @example success */
  status: 'success';
  data: Goodbye;
}

/** Rocket.Chat's failure. Its fields depend on the kind of failure and on the emulated generation. */
export class RocketchatFailure {
  /** @example false */
  success?: false;

  /** A text; the number 403 for an expired session to resume. */
  @ApiProperty({
    required: false,
    oneOf: [{ type: 'string' }, { type: 'number' }],
    example: 'Not authorized [error-not-authorized]',
  })
  error?: string | number;

  /** @example error-not-authorized */
  errorType?: string;

  /** @example error */
  status?: 'error';

  /** @example "You must be logged in to do this." */
  message?: string;

  /** @example {"function":"Accounts.validateLoginAttempt"} */
  details?: Record<string, unknown>;
}

export function viewOfMe(user: User): Me {
  return {
    _id: user.id,
    name: user.name,
    username: user.username ?? undefined,
    emails: user.email ? [{ address: user.email, verified: true }] : [],
    email: user.email ?? undefined,
    status: 'offline',
    type: 'user',
    active: user.active,
    roles: user.roles,
    createdAt: new Date(user.createdAt).toISOString(),
    _updatedAt: new Date(user.updatedAt).toISOString(),
    avatarUrl: `/avatar/${encodeURIComponent(user.username ?? user.id)}`,
    isOAuthUser: false,
    settings: { profile: {}, preferences: {}, calendar: {} },
    services: { password: { exists: user.passwordHash !== null } },
  };
}
