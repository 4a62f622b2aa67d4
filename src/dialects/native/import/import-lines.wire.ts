import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import { longestUserReference } from '../../../common/ids/identifier.js';
import { type Permission, permissions } from '../../../common/permission.js';
import { IsImportMoment } from './import-moment.js';
import { MintToken } from '../tokens/tokens.wire.js';

const given = (_: unknown, value: unknown): boolean => value !== undefined;

class ImportLine {
  /**
   * The user who holds the token: `externalId` or id, or `external:` and the `externalId`.
   * @example BsNr28znDkG8aeo7W
   */
  @Length(1, longestUserReference)
  @IsString()
  userId: string;

  /**
   * Narrows what the user may do with this token. Default: everything that the user may do.
   * @example ["tokens:introspect"]
   */
  @IsOptional()
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  @IsArray()
  permissions?: Permission[];
}

/** A login token or a personal access token of Rocket.Chat, from `services.resume.loginTokens`. */
export class RocketchatImportLine extends ImportLine {
  /** @example rocketchat */
  @IsIn(['rocketchat'])
  format: 'rocketchat';

  /**
   * SHA-256 of the secret, in base64.
   * @example "OYCv7s5/6GHD4iE9lTz2Ng7bYBGPZ9DkbOTNgIUJSZE="
   */
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: 'hashedToken must be 32 bytes in base64, with =' })
  hashedToken: string;

  /**
   * Creation of the login token, which lives `LOGIN_EXPIRATION_DAYS` from then. Required unless the line is a
   * personal access token.
   * @example 2026-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  when?: string;

  /**
   * Set for a personal access token, which never expires.
   * @example personalAccessToken
   */
  @ValidateIf(given)
  @IsIn(['personalAccessToken'])
  type?: 'personalAccessToken';

  /**
   * Name of a personal access token.
   * @example "the build server"
   */
  @ValidateIf(given)
  @Length(1, 200)
  @IsString()
  name?: string;

  /**
   * Creation of the personal access token.
   * @example 2026-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  createdAt?: string;

  /**
   * Last six characters of the secret of a personal access token.
   * @example 01mSuj
   */
  @ValidateIf(given)
  @Length(1, 8)
  @IsString()
  lastTokenPart?: string;

  /** For a personal access token. Stored and returned, without effect. */
  @ValidateIf(given)
  @IsBoolean()
  bypassTwoFactor?: boolean;
}

/** A row of Laravel Sanctum's `personal_access_tokens`. Its secret is `id|text`. */
export class SanctumImportLine extends ImportLine {
  /** @example sanctum */
  @IsIn(['sanctum'])
  format: 'sanctum';

  /**
   * The row's id, which is the number before the bar in the secret; as text or number.
   * @example "12"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }] })
  @Transform(({ value }) => (Number.isSafeInteger(value) ? String(value) : value))
  @Matches(/^\d{1,20}$/, { message: 'id must be a number of up to 20 digits' })
  id: string;

  /**
   * SHA-256 of the text after the bar, in hexadecimal digits.
   * @example "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
   */
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'token must be 64 hexadecimal digits' })
  token: string;

  /** @example "Telephone of Ada" */
  @IsOptional()
  @Length(1, 200)
  @IsString()
  name?: string | null;

  /**
   * A list, or its JSON text as in the table. Abilities of an application mean nothing here: unless it is
   * `["*"]`, set `permissions`.
   * @example ["*"]
   */
  @ApiProperty({
    oneOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }, { type: 'null' }],
  })
  @IsOptional()
  abilities?: string[] | string | null;

  /** @example 2026-11-20T10:00:00.000Z */
  @IsImportMoment()
  created_at?: string | null;

  /**
   * Null for never.
   * @example 2027-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  expires_at?: string | null;

  /** @example 2026-11-21T10:00:00.000Z */
  @IsImportMoment()
  last_used_at?: string | null;

  /**
   * Ignored.
   * @example 2026-11-21T10:00:00.000Z
   */
  @IsOptional()
  updated_at?: string | null;

  /**
   * Ignored.
   * @example "App\\Models\\User"
   */
  @IsOptional()
  tokenable_type?: string | null;

  /**
   * Ignored.
   * @example "7"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] })
  @IsOptional()
  tokenable_id?: string | number | null;
}

/** A token whose secret was stored as a plain digest. Set its end by `expiresAt` or `expiryType`. */
export class DigestImportLine extends MintToken {
  /**
   * Algorithm of `hash`.
   * @example sha256
   */
  @IsIn(['sha256', 'sha512'])
  format: 'sha256' | 'sha512';

  /**
   * The user who holds the token: `externalId` or id, or `external:` and the `externalId`.
   * @example BsNr28znDkG8aeo7W
   */
  @Length(1, longestUserReference)
  @IsString()
  userId: string;

  /**
   * Digest of the secret, in hexadecimal digits, base64 or base64url. Presented secrets are recognised when
   * they have 16 to 512 characters without white space.
   * @example "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
   */
  @Matches(/^[A-Za-z0-9+/_-]{43,128}={0,2}$/, {
    message: 'hash must be a digest in hex, base64 or base64url',
  })
  hash: string;

  /**
   * Creation time, from which `ttl` and `maxAge` count; now by default.
   * @example 2026-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  createdAt?: string | null;

  /**
   * Last use of a sliding token, from which its `ttl` counts; now by default.
   * @example 2026-11-21T10:00:00.000Z
   */
  @IsImportMoment()
  lastUsedAt?: string | null;

  /**
   * A fixed end, or null for never. Replaces `expiryType`.
   * @example 2027-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  expiresAt?: string | null;
}
