import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { OmitType } from '@nestjs/swagger';
import { invalidField } from '../../../common/failure.js';
import { type Permission, permissions } from '../../../common/permission.js';
import { type ExpiryType, expiryTypes, type Lifetime } from '../../../sessions/lifetime.js';
import type { MintRequest } from '../../../tokens/mint/new-token.js';
import { validateAt } from '../../shared/validation/validate.js';
import { CreateUser } from '../users/users.wire.js';

const tenYears = 315_360_000;
const defaultTtl = 3600;

/** Options of a new token. */
export class MintToken {
  /**
   * `Infinite` never expires. `FixedTtl` counts from the creation, `SlidingTtl` from the last use. Default:
   * `FixedTtl`.
   * @example SlidingTtl
   */
  @IsOptional()
  @IsIn(expiryTypes)
  expiryType?: ExpiryType;

  /**
   * Seconds, 1 to 315360000 (ten years); 3600 by default. Not allowed with `Infinite`.
   * @example 3600
   */
  @IsOptional()
  @Min(1)
  @Max(tenYears)
  @IsInt()
  ttl?: number;

  /**
   * Absolute end, in seconds from the creation, whatever the use.
   * @example 86400
   */
  @IsOptional()
  @Min(1)
  @Max(tenYears)
  @IsInt()
  maxAge?: number;

  /**
   * Display name.
   * @example "Telephone of Ada"
   */
  @IsOptional()
  @Length(1, 200)
  @IsString()
  name?: string;

  /**
   * Narrows the token to these permissions. You cannot grant one that you lack. Default: everything that the
   * holder may do.
   * @example ["tokens:introspect"]
   */
  @IsOptional()
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  @IsArray()
  permissions?: Permission[];
}

/** The user to create with a token; the `externalId` is in the path. */
export class UserOfToken extends OmitType(CreateUser, ['id', 'externalId', 'active']) {}

/** Options of a new token for one user. */
export class MintUserToken extends MintToken {
  /**
   * Creates the user in the same transaction when nobody has the `externalId` of the path, `external:EXTERNAL_ID`. Also
   * needs `users:create`.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  createUser?: boolean;

  /** Fields of the user to create. A user who exists is left alone. */
  @IsOptional()
  @IsObject()
  user?: UserOfToken;
}

/** A token to look up (RFC 7662 §2.1, RFC 7009 §2.1). */
export class TokenInQuestion {
  static readonly unknownFields = 'ignored';

  /**
   * The secret.
   * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
   */
  @IsNotEmpty()
  @IsString()
  token: string;

  /**
   * Accepted and ignored.
   * @example access_token
   */
  @IsOptional()
  @IsString()
  token_type_hint?: string;
}

/**
 * Converts the body for the core. @throws Failure `invalid-input` for a `ttl` that contradicts the
 * `expiryType`
 */
export function mintRequestOf(body: MintToken): MintRequest {
  return {
    lifetime: lifetimeFrom(body),
    isLifetimeChosen: Boolean(body.expiryType ?? body.ttl ?? body.maxAge),
    shape: 'prefixed',
    dialect: 'native',
    name: body.name,
    permissions: body.permissions,
  };
}

function lifetimeFrom({ expiryType: given, ttl, maxAge }: MintToken): Lifetime {
  // `@IsOptional` accepts null as absent.
  const expiryType = given ?? 'FixedTtl';
  const end = maxAge ? { maxAge: maxAge * 1000 } : {};
  if (expiryType !== 'Infinite') return { expiryType, ttl: (ttl ?? defaultTtl) * 1000, ...end };
  if (ttl) throw invalidField('body', 'ttl', 'without-infinite', 'ttl must not be given with Infinite');
  return { expiryType, ...end };
}

/** The user to create; undefined when none is to be. @throws Failure `invalid-input` */
export function userToCreate({ createUser, user }: MintUserToken): UserOfToken | undefined {
  if (createUser) return validateAt(UserOfToken, user ?? {}, ['user']);
  if (user) throw invalidField('body', 'user', 'with-create-user', 'user needs createUser: true');
  return undefined;
}
