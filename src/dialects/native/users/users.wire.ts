import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { userReference, userReferenceRule } from '../../../common/ids/identifier.js';
import type { User } from '../../../users/user.entity.js';
import { IsEmailAddress } from '../../shared/email.js';
import { ListQuery, PageView } from '../shared/lists.wire.js';
import { isoOf } from '../shared/native.wire.js';

class UserFields {
  /**
   * Sign-in name. Unique, ignoring case. 1 to 128 characters.
   * @example ada
   */
  @IsOptional()
  @Matches(userReference, { message: `username must be ${userReferenceRule}` })
  username?: string | null;

  /**
   * Unique, ignoring case. A host without a dot is valid: `ada@localhost`.
   * @example ada@acme.example
   */
  @IsOptional()
  @IsEmailAddress('email must be an email')
  email?: string | null;

  /**
   * Display name.
   * @example "Ada Lovelace"
   */
  @ValidateIf((_, value) => value !== undefined)
  @MaxLength(200)
  @IsString()
  name?: string;

  /**
   * Id of this person in your own system, by which the paths of sFOX and Droplit name the user. 1 to 128
   * characters.
   * @example customer-4711
   */
  @IsOptional()
  @Matches(userReference, { message: `externalId must be ${userReferenceRule}` })
  externalId?: string | null;

  /**
   * 8 to 1,024 characters. Stored as argon2id only.
   * @example "correct horse battery staple"
   */
  @IsOptional()
  @Length(8, 1024)
  @IsString()
  password?: string | null;

  /**
   * Roles of the ecosystem; `["user"]` by default.
   * @example ["user"]
   */
  @ValidateIf((_, value) => value !== undefined)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, {
    each: true,
    message: 'roles must hold names of 1 to 64 characters of A-Z a-z 0-9 _ -',
  })
  @IsString({ each: true })
  @IsArray()
  roles?: string[];

  /**
   * An inactive user has no live token and cannot get one.
   * @example true
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  active?: boolean;
}

/** A new user. Every field is optional. Names must be free in the ecosystem. */
export class CreateUser extends UserFields {
  /**
   * Id of a migrated user, so that clients can keep using it; random by default. Needs an account token,
   * because ids are unique in the whole service. 1 to 64 characters without white space, control characters,
   * invisible characters, ; or /.
   * @example rbAXPnMktTFbNpwtJ
   */
  @ValidateIf((_, value) => value !== undefined)
  @MaxLength(64)
  @Matches(userReference, { message: `id must be ${userReferenceRule}` })
  id?: string;
}

/** Fields to change. Omitted fields stay as they are; null removes a value. */
export class UpdateUser extends UserFields {
  /**
   * With `password`: whether all existing tokens of the user die. Default: `true`, but `false` when users
   * change their own password.
   * @example true
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  revokeTokens?: boolean;
}

/** Filters of the user list. */
export class ListUsers extends ListQuery {
  /**
   * `page.nextCursor` of the previous page.
   * @example WzE3OTUzNDE2MDAwMDAsIkJzTnIyOHpuRGtHOGFlbzdXIl0
   */
  @IsOptional()
  @Length(1, 512)
  @IsString()
  declare cursor?: string;

  /**
   * Only the user with this username, ignoring case.
   * @example ada
   */
  @IsOptional()
  @Length(1, 128)
  @IsString()
  username?: string;

  /**
   * Only the user with this e-mail address, ignoring case.
   * @example ada@acme.example
   */
  @IsOptional()
  @Length(1, 254)
  @IsString()
  email?: string;

  /**
   * Only the user with this id in your own system.
   * @example customer-4711
   */
  @IsOptional()
  @Length(1, 128)
  @IsString()
  externalId?: string;

  /**
   * Only users with this role.
   * @example admin
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'role must be 1 to 64 characters of A-Z a-z 0-9 _ -' })
  role?: string;

  /**
   * Only active users, or only inactive ones.
   * @example true
   */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;
}

/** A person in one ecosystem. */
export class UserView {
  /**
   * 17 characters.
   * @example BsNr28znDkG8aeo7W
   */
  id: string;

  /** @example default */
  ecosystemId: string;

  /** @example ada */
  username: string | null;

  /** @example ada@acme.example */
  email: string | null;

  /** @example "Ada Lovelace" */
  name: string;

  /** @example customer-4711 */
  externalId: string | null;

  /** @example ["user"] */
  roles: string[];

  /** @example true */
  active: boolean;

  /**
   * Whether the user can sign in with a password.
   * @example true
   */
  hasPassword: boolean;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  updatedAt: string;
}

/** A page of users, newest first. */
export class UserListView {
  data: UserView[];
  page: PageView;
}

export function viewOfUser(user: User): UserView {
  const { id, ecosystemId, username, email, name, externalId, roles, active } = user;
  return {
    ...{ id, ecosystemId, username, email, name, externalId, roles, active },
    hasPassword: user.passwordHash !== null,
    createdAt: isoOf(user.createdAt),
    updatedAt: isoOf(user.updatedAt),
  };
}
