import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, Matches, ValidateBy } from 'class-validator';
import { invalidInput } from '../../common/failure.js';
import { ecosystemReference } from '../../common/ids/identifier.js';
import type { User } from '../../users/user.entity.js';
import type { UserChanges } from '../../users/user-changes.js';
import { VendorListQuery } from '../shared/list-query.wire.js';
import { TokenQuery } from './droplit.wire.js';
import { IsEmailAddress } from '../shared/email.js';

/** Maximum size of `meta` as JSON, in bytes. */
const metaLimit = 16 * 1024;
const accessLimit = 100;

/** Options of the token, and whether to generate one. */
export class PutUserQuery extends TokenQuery {
  /**
   * Whether to generate a user token; `true` by default.
   * @example true
   */
  @IsOptional()
  @IsBoolean({ message: 'expected field to be a boolean' })
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  generateToken?: boolean;
}

/** Access of the user to an environment. Stored and returned, without effect. */
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

/** Fields of the user. Omitted fields stay as they are; null removes a value. */
export class PutUser {
  static readonly unknownFields = 'ignored';
  static readonly unconverted = ['meta', 'access'];

  /** Free content, up to 16 KiB of JSON. Returned as it was sent. */
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
   * Unique in the ecosystem, ignoring case.
   * @example ada@acme.example
   */
  @IsOptional()
  @IsEmailAddress('expected field to be an email address')
  email?: string | null;
}

/** The token, when one was requested. */
export class UserPut {
  /**
   * The secret, 128 characters.
   * @example _Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4
   */
  token?: string;
}

/** The ecosystem whose users to list. */
export class ListUsersQuery extends VendorListQuery {
  /**
   * Id of the ecosystem.
   * @example default
   */
  @Matches(ecosystemReference, { message: 'expected field to be the id of an ecosystem' })
  ecosystemId: string;
}

/** A user in Droplit's format. */
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

  /** As it was sent. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { plan: 'gold' } })
  meta: Record<string, unknown>;

  /** @example ada@acme.example */
  email: string | null;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /** As it was sent. */
  access: EnvironmentAccess[];
}

/** The users of an ecosystem, oldest first. */
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

/** The changes of the body. `meta` and `access` become attributes of this dialect. */
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
