import {
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { needed } from './rocketchat.wire.js';

const given = () => ValidateIf((_, value) => value !== undefined);
const isBoolean = { message: 'must be boolean' };
const isArray = { message: 'must be array' };
const areTexts = { message: 'must be string', each: true };
const isText = { message: 'must be string' };
const isObject = { message: 'must be object' };

/** What may be said of a user beside the name; what this service has no use for is taken and not kept. */
export class UserFields {
  /**
   * A user that is not active has no live token and gets none.
   * @example true
   */
  @given()
  @IsBoolean(isBoolean)
  active?: boolean;

  /**
   * Names of roles; `["user"]` when left out.
   * @example ["user"]
   */
  @given()
  @IsString(areTexts)
  @IsArray(isArray)
  roles?: string[];

  /** Not kept: every address counts as verified. */
  @given()
  @IsBoolean(isBoolean)
  verified?: boolean;

  /** Not kept. */
  @given()
  @IsBoolean(isBoolean)
  joinDefaultChannels?: boolean;

  /** Not kept. */
  @given()
  @IsBoolean(isBoolean)
  requirePasswordChange?: boolean;

  /** Not kept: no mail is sent. */
  @given()
  @IsBoolean(isBoolean)
  sendWelcomeEmail?: boolean;

  /** With `true` the password that is given is not taken: the user has none until it is set. */
  @given()
  @IsBoolean(isBoolean)
  setRandomPassword?: boolean;

  /**
   * Not kept.
   * @example "In a meeting"
   */
  @given()
  @IsString(isText)
  statusText?: string;

  /**
   * Not kept.
   * @example "Writes notes on engines"
   */
  @given()
  @IsString(isText)
  bio?: string;

  /**
   * Not kept.
   * @example Countess
   */
  @given()
  @IsString(isText)
  nickname?: string;

  /**
   * Not kept.
   * @example en
   */
  @given()
  @IsString(isText)
  language?: string;

  /** Not kept. */
  @given()
  @IsObject(isObject)
  customFields?: object;

  /** Not kept. */
  @given()
  @IsObject(isObject)
  settings?: object;
}

/** Body of `users.create` (WIRE §1.9). */
export class CreateUser extends UserFields {
  /**
   * Unique in any case of letters.
   * @example ada@acme.example
   */
  @IsString({ message: needed('email') })
  email: string;

  /** @example "Ada Lovelace" */
  @IsString({ message: needed('name') })
  name: string;

  /**
   * 8 to 1,024 characters; stored as argon2id only.
   * @example "correct horse battery staple"
   */
  @IsString({ message: needed('password') })
  password: string;

  /**
   * 1 to 128 characters of A-Z a-z 0-9 - _ . and unique in any case of letters.
   * @example ada
   */
  @IsString({ message: needed('username') })
  username: string;
}

/** What `users.update` is to change. */
export class UserData extends UserFields {
  /** @example "Ada King" */
  @given()
  @IsString(isText)
  name?: string;

  /** @example ada */
  @given()
  @IsString(isText)
  username?: string;

  /** @example ada@acme.example */
  @given()
  @IsString(isText)
  email?: string;

  /** @example "correct horse battery staple" */
  @given()
  @IsString(isText)
  password?: string;
}

/** Body of `users.update` (WIRE §1.9). */
export class UpdateUser {
  /** @example BsNr28znDkG8aeo7W */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @IsString({ message: needed('userId') })
  userId: string;

  /** What is to change; what is left out stays. */
  @ValidateNested()
  @Type(() => UserData)
  @IsObject({ message: needed('data', 'object') })
  data: UserData;

  /** Not looked at: nobody owns a room here. */
  @given()
  @IsBoolean(isBoolean)
  confirmRelinquish?: boolean;
}

/** Body of `users.register` (WIRE §1.9). */
export class RegisterUser {
  /** @example ada */
  @IsString({ message: needed('username') })
  username: string;

  /** @example ada@acme.example */
  @IsString({ message: needed('email') })
  email: string;

  /**
   * The password, 8 to 1,024 characters.
   * @example "correct horse battery staple"
   */
  @IsString({ message: needed('pass') })
  pass: string;

  /** @example "Ada Lovelace" */
  @IsString({ message: needed('name') })
  name: string;

  /**
   * Not looked at.
   * @example "from the form"
   */
  @IsOptional()
  @IsString(isText)
  secret?: string;

  /** Not kept. */
  @given()
  @IsObject(isObject)
  customFields?: object;
}

/** Body of `users.setActiveStatus` (WIRE §1.9). */
export class SetActiveStatus {
  /** @example BsNr28znDkG8aeo7W */
  @MinLength(1, { message: 'must NOT have fewer than 1 characters' })
  @IsString({ message: needed('userId') })
  userId: string;

  /**
   * With `false` every token of the user is dead when this answers.
   * @example false
   */
  @IsBoolean({ message: needed('activeStatus', 'boolean') })
  activeStatus: boolean;

  /** Not looked at: nobody owns a room here. */
  @given()
  @IsBoolean(isBoolean)
  confirmRelinquish?: boolean;
}

/** Body of `users.delete`: one of the fields names the user. */
export class DeleteUser {
  /** @example BsNr28znDkG8aeo7W */
  userId?: string;

  /** @example ada */
  username?: string;

  /**
   * The same as `username`.
   * @example ada
   */
  user?: string;

  /** Not looked at: nobody owns a room here. */
  confirmRelinquish?: boolean;
}
