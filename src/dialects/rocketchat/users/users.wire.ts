import { Type } from 'class-transformer';
import { IsObject, MinLength, ValidateNested } from 'class-validator';
import {
  Flag,
  OptionalFlag,
  OptionalObject,
  OptionalObjects,
  OptionalText,
  OptionalTexts,
  Text,
} from '../shared/coerced.js';
import { needed } from '../shared/rocketchat.wire.js';

/** Fields of a user beside the name. Fields without a use here are accepted and ignored. */
export class UserFields {
  /**
   * An inactive user has no live token and cannot get one.
   * @example true
   */
  @OptionalFlag()
  active?: boolean;

  /**
   * Names of roles; `["user"]` by default.
   * @example ["user"]
   */
  @OptionalTexts()
  roles?: string[];

  /** Ignored: every address counts as verified. */
  @OptionalFlag()
  verified?: boolean;

  /** Ignored. */
  @OptionalFlag()
  joinDefaultChannels?: boolean;

  /** Ignored. */
  @OptionalFlag()
  requirePasswordChange?: boolean;

  /** Ignored: Tokenwright sends no mail. */
  @OptionalFlag()
  sendWelcomeEmail?: boolean;

  /** With `true` the given password is ignored: the user has none until it is set. */
  @OptionalFlag()
  setRandomPassword?: boolean;

  /**
   * Ignored.
   * @example "In a meeting"
   */
  @OptionalText()
  statusText?: string;

  /**
   * Ignored.
   * @example "Writes notes on engines"
   */
  @OptionalText()
  bio?: string;

  /**
   * Ignored.
   * @example Countess
   */
  @OptionalText()
  nickname?: string;

  /**
   * Ignored.
   * @example en
   */
  @OptionalText()
  language?: string;

  /** Ignored. */
  @OptionalObject()
  customFields?: object;

  /** Ignored. */
  @OptionalObject()
  settings?: object;

  /**
   * Ignored.
   * @example "ext-1000"
   */
  @OptionalText()
  freeSwitchExtension?: string;

  /** @example [{ "number": "+14155552671" }] */
  @OptionalObjects()
  phones?: object[];
}

/** Body of `users.create`. */
export class CreateUser extends UserFields {
  /** @example name */
  @OptionalText()
  fields?: string;

  /**
   * Unique, ignoring case.
   * @example ada@acme.example
   */
  @Text(needed('email'))
  email: string;

  /** @example "Ada Lovelace" */
  @Text(needed('name'))
  name: string;

  /**
   * `PASSWORD_MIN_LENGTH` (8) to 1,024 characters. Stored as argon2id only.
   * @example "correct horse battery staple"
   */
  @Text(needed('password'))
  password: string;

  /**
   * 1 to 128 characters of A-Z a-z 0-9 - _ . Unique, ignoring case.
   * @example ada
   */
  @Text(needed('username'))
  username: string;
}

/** Fields that `users.update` can change. */
export class UserData extends UserFields {
  /**
   * Ignored: no user is ever online here.
   * @example online
   */
  @OptionalText()
  status?: string;

  /** @example "Ada King" */
  @OptionalText()
  name?: string;

  /** @example ada */
  @OptionalText()
  username?: string;

  /** @example ada@acme.example */
  @OptionalText()
  email?: string;

  /** @example "correct horse battery staple" */
  @OptionalText()
  password?: string;
}

/** Body of `users.update`. */
export class UpdateUser {
  /** @example BsNr28znDkG8aeo7W */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @Text(needed('userId'))
  userId: string;

  /** Fields to change. Omitted fields stay as they are. */
  @ValidateNested()
  @Type(() => UserData)
  @IsObject({ message: needed('data', 'object') })
  data: UserData;

  /** Ignored: nobody owns rooms here. */
  @OptionalFlag()
  confirmRelinquish?: boolean;
}

/** Body of `users.setActiveStatus`. */
export class SetActiveStatus {
  /** @example BsNr28znDkG8aeo7W */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @Text(needed('userId'))
  userId: string;

  /**
   * With `false` every token of the user is dead when the response arrives.
   * @example false
   */
  @Flag(needed('activeStatus', 'boolean'))
  activeStatus: boolean;

  /** Ignored: nobody owns rooms here. */
  @OptionalFlag()
  confirmRelinquish?: boolean;
}

/** Body of `users.delete`. One of the fields names the user. */
export class DeleteUser {
  /** @example BsNr28znDkG8aeo7W */
  userId?: string;

  /** @example former-colleague */
  username?: string;

  /**
   * The same as `username`.
   * @example former-colleague
   */
  user?: string;

  /** Ignored: nobody owns rooms here. */
  confirmRelinquish?: boolean;
}
