import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, Matches, ValidateBy } from 'class-validator';
import { invalidInput } from '../../common/failure.js';
import { ecosystemReference } from '../../common/identifier.js';
import type { User } from '../../users/user.entity.js';
import type { UserChanges } from '../../users/user-changes.js';
import { VendorListQuery } from '../shared/list-query.wire.js';
import { TokenQuery } from './droplit.wire.js';
import { IsEmailAddress } from '../shared/email.js';

/** Most bytes of `meta`, as JSON. */
const metaLimit = 16 * 1024;
const accessLimit = 100;

/** How the token is to expire, and whether there is to be one. */
export class PutUserQuery extends TokenQuery {
  /**
   * Whether a user token is generated: `true` when left out.
   * @example true
   */
  @IsOptional()
  @IsBoolean({ message: 'expected field to be a boolean' })
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  generateToken?: boolean;
}

/** What the user may do in one environment: kept and given back, and of no effect here. */
export class EnvironmentAccess {
  /** @example ENVIRONMENT-ID */
  environmentId: string;

  /** @example All */
  accessLevel: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown) => typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,128}$/u.test(value);

function isMeta(value: unknown): boolean {
  return isObject(value) && Buffer.byteLength(JSON.stringify(value)) <= metaLimit;
}

function isAccess(value: unknown): boolean {
  const isOne = (one: unknown) => isObject(one) && isName(one.environmentId) && isName(one.accessLevel);
  return Array.isArray(value) && value.length <= accessLimit && value.every(isOne);
}

/** What is to be said of the user: what is left out stays, null takes it away. */
export class PutUser {
  static readonly unknownFields = 'ignored';
  static readonly unconverted = ['meta', 'access'];

  /** Anything about the user, up to 16 KiB of JSON; given back as it came. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { plan: 'gold' } })
  @IsOptional()
  @ValidateBy(
    { name: 'meta', validator: { validate: isMeta } },
    { message: `expected field to be an object of at most ${metaLimit} bytes` },
  )
  meta?: Record<string, unknown> | null;

  /** At most 100. */
  @ApiPropertyOptional({ type: () => [EnvironmentAccess] })
  @IsOptional()
  @ValidateBy(
    { name: 'access', validator: { validate: isAccess } },
    {
      message: `expected field to be an array of at most ${accessLimit} objects with environmentId and accessLevel`,
    },
  )
  access?: EnvironmentAccess[] | null;

  /**
   * Unique in the ecosystem, in any case of letters.
   * @example ada@acme.example
   */
  @IsOptional()
  @IsEmailAddress('expected field to be an email address')
  email?: string | null;
}

/** The token, when one was wanted. */
export class UserPut {
  /**
   * The secret, 128 characters.
   * @example _Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4
   */
  token?: string;
}

/** Whose users are listed. */
export class ListUsersQuery extends VendorListQuery {
  /**
   * The id of the ecosystem.
   * @example default
   */
  @Matches(ecosystemReference, { message: 'expected field to be the id of an ecosystem' })
  ecosystemId: string;
}

/** A user, in Droplit's words. */
export class DroplitUser {
  /**
   * `ECOSYSTEM-ID;USER-ID`.
   * @example default;client_account_1
   */
  id: string;

  /** @example default */
  ecosystemId: string;

  /**
   * The `externalId`, else Tokenwright's own id.
   * @example client_account_1
   */
  uniqueId: string;

  /** As it was given. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { plan: 'gold' } })
  meta: Record<string, unknown>;

  /** @example ada@acme.example */
  email: string | null;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /** As it was given. */
  access: EnvironmentAccess[];
}

/** The users of an ecosystem, the oldest first. */
export class DroplitUsers {
  items: DroplitUser[];
}

/** @throws Failure `invalid-input` for any query field ("No Query String Allowed") */
export function refuseQuery(query: object): void {
  const fields = Object.keys(query);
  if (fields.length === 0) return;
  const unknown = { place: 'query', rule: 'unknown-field', message: 'is not a known field' } as const;
  throw invalidInput(fields.map((path) => ({ ...unknown, path })));
}

/** What the body changes: `meta` and `access` are Droplit's own, and kept as its attributes. */
export function changesOf({ email, meta, access }: PutUser): Pick<UserChanges, 'email' | 'attributes'> {
  const picked = access?.map(({ environmentId, accessLevel }) => ({ environmentId, accessLevel }));
  const given = { meta, access: access === null ? null : picked };
  const attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { email, attributes: { droplit: attributes } };
}

export function droplitUser(user: User): DroplitUser {
  const { ecosystemId, email, attributes, createdAt } = user;
  const uniqueId = user.externalId ?? user.id;
  const { meta = {}, access = [] } = (attributes?.droplit ?? {}) as Partial<DroplitUser>;
  return {
    id: `${ecosystemId};${uniqueId}`,
    ...{ ecosystemId, uniqueId, meta, email },
    createdAt: new Date(createdAt).toISOString(),
    access,
  };
}
