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

/** What may be said of a user beside the name; what this service has no use for is taken and not kept. */
export class UserFields {
  /**
   * A user that is not active has no live token and gets none.
   * @example true
   */
  @OptionalFlag()
  active?: boolean;

  /**
   * Names of roles; `["user"]` when left out.
   * @example ["user"]
   */
  @OptionalTexts()
  roles?: string[];

  /** Not kept: every address counts as verified. */
  @OptionalFlag()
  verified?: boolean;

  /** Not kept. */
  @OptionalFlag()
  joinDefaultChannels?: boolean;

  /** Not kept. */
  @OptionalFlag()
  requirePasswordChange?: boolean;

  /** Not kept: no mail is sent. */
  @OptionalFlag()
  sendWelcomeEmail?: boolean;

  /** With `true` the password that is given is not taken: the user has none until it is set. */
  @OptionalFlag()
  setRandomPassword?: boolean;

  /**
   * Not kept.
   * @example "In a meeting"
   */
  @OptionalText()
  statusText?: string;

  /**
   * Not kept.
   * @example "Writes notes on engines"
   */
  @OptionalText()
  bio?: string;

  /**
   * Not kept.
   * @example Countess
   */
  @OptionalText()
  nickname?: string;

  /**
   * Not kept.
   * @example en
   */
  @OptionalText()
  language?: string;

  /** Not kept. */
  @OptionalObject()
  customFields?: object;

  /** Not kept. */
  @OptionalObject()
  settings?: object;

  /**
   * Not kept.
   * @example "ext-1000"
   */
  @OptionalText()
  freeSwitchExtension?: string;

  /** @example [{ "number": "+14155552671" }] */
  @OptionalObjects()
  phones?: object[];
}

/** Body of `users.create` (docs/wire.md#companion-calls). */
export class CreateUser extends UserFields {
  /** @example name */
  @OptionalText()
  fields?: string;

  /**
   * Unique in any case of letters.
   * @example ada@acme.example
   */
  @Text(needed('email'))
  email: string;

  /** @example "Ada Lovelace" */
  @Text(needed('name'))
  name: string;

  /**
   * `PASSWORD_MIN_LENGTH` (8) to 1,024 characters; stored as argon2id only.
   * @example "correct horse battery staple"
   */
  @Text(needed('password'))
  password: string;

  /**
   * 1 to 128 characters of A-Z a-z 0-9 - _ . and unique in any case of letters.
   * @example ada
   */
  @Text(needed('username'))
  username: string;
}

/** What `users.update` is to change. */
export class UserData extends UserFields {
  /**
   * Not kept: nobody is ever seen online here.
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

/** Body of `users.update` (docs/wire.md#companion-calls). */
export class UpdateUser {
  /** @example BsNr28znDkG8aeo7W */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @Text(needed('userId'))
  userId: string;

  /** What is to change; what is left out stays. */
  @ValidateNested()
  @Type(() => UserData)
  @IsObject({ message: needed('data', 'object') })
  data: UserData;

  /** Not looked at: nobody owns a room here. */
  @OptionalFlag()
  confirmRelinquish?: boolean;
}

/** Body of `users.setActiveStatus` (docs/wire.md#companion-calls). */
export class SetActiveStatus {
  /** @example BsNr28znDkG8aeo7W */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @Text(needed('userId'))
  userId: string;

  /**
   * With `false` every token of the user is dead when this answers.
   * @example false
   */
  @Flag(needed('activeStatus', 'boolean'))
  activeStatus: boolean;

  /** Not looked at: nobody owns a room here. */
  @OptionalFlag()
  confirmRelinquish?: boolean;
}

/** Body of `users.delete`: one of the fields names the user. */
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

  /** Not looked at: nobody owns a room here. */
  confirmRelinquish?: boolean;
}
