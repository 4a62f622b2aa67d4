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
import { type Permission, permissions } from '../../../common/permission.js';
import { IsImportMoment } from './import-moment.js';
import { MintToken } from '../tokens/tokens.wire.js';

const given = (_: unknown, value: unknown): boolean => value !== undefined;

/** What every line says. */
class ImportLine {
  /**
   * Whose token it is: the user's `externalId`, else our `id`.
   * @example BsNr28znDkG8aeo7W
   */
  @Length(1, 128)
  @IsString()
  userId: string;

  /**
   * Narrows what the user may do with this token; all of it when left out.
   * @example ["tokens:introspect"]
   */
  @IsOptional()
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  @IsArray()
  permissions?: Permission[];
}

/** A login token or a personal access token of Rocket.Chat, as `services.resume.loginTokens` has it. */
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
   * When the login token was made: it lives `LOGIN_EXPIRATION_DAYS` from then. Needed but for a personal access token.
   * @example 2026-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  when?: string;

  /**
   * For a personal access token, which never expires.
   * @example personalAccessToken
   */
  @ValidateIf(given)
  @IsIn(['personalAccessToken'])
  type?: 'personalAccessToken';

  /**
   * Of a personal access token.
   * @example "the build server"
   */
  @ValidateIf(given)
  @Length(1, 200)
  @IsString()
  name?: string;

  /**
   * When the personal access token was made.
   * @example 2026-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  createdAt?: string;

  /**
   * The last six characters of the secret of a personal access token.
   * @example 01mSuj
   */
  @ValidateIf(given)
  @Length(1, 8)
  @IsString()
  lastTokenPart?: string;

  /** Of a personal access token; only shown again. */
  @ValidateIf(given)
  @IsBoolean()
  bypassTwoFactor?: boolean;
}

/** A row of Laravel Sanctum's `personal_access_tokens`; its secret is `id|text`. */
export class SanctumImportLine extends ImportLine {
  /** @example sanctum */
  @IsIn(['sanctum'])
  format: 'sanctum';

  /**
   * The row's id, the number before the bar of the secret; as text or as a number.
   * @example "12"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }] })
  @Transform(({ value }) => (Number.isSafeInteger(value) ? String(value) : value))
  @Matches(/^\d{1,20}$/, { message: 'id must be a number of up to 20 digits' })
  id: string;

  /**
   * SHA-256 of what stands behind the bar, in hexadecimal digits.
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
   * A list, or the text of one as the table has it. Where it is not `["*"]`, say in `permissions` what the token may do:
   * the words of an application mean nothing here.
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
   * Not looked at.
   * @example 2026-11-21T10:00:00.000Z
   */
  @IsOptional()
  updated_at?: string | null;

  /**
   * Not looked at.
   * @example "App\\Models\\User"
   */
  @IsOptional()
  tokenable_type?: string | null;

  /**
   * Not looked at.
   * @example "7"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] })
  @IsOptional()
  tokenable_id?: string | number | null;
}

/** Any token whose secret was kept as a plain digest. Its end is said by `expiresAt`, or by `expiryType`. */
export class DigestImportLine extends MintToken {
  /**
   * Which digest `hash` is.
   * @example sha256
   */
  @IsIn(['sha256', 'sha512'])
  format: 'sha256' | 'sha512';

  /**
   * Whose token it is: the user's `externalId`, else our `id`.
   * @example BsNr28znDkG8aeo7W
   */
  @Length(1, 128)
  @IsString()
  userId: string;

  /**
   * The digest of the secret, in hexadecimal digits, base64 or base64url. A secret of 16 to 512 characters without white
   * space is found again.
   * @example "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
   */
  @Matches(/^[A-Za-z0-9+/_-]{43,128}={0,2}$/, {
    message: 'hash must be a digest in hex, base64 or base64url',
  })
  hash: string;

  /**
   * When it was minted: a `ttl` and a `maxAge` count from here; from now when left out.
   * @example 2026-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  createdAt?: string | null;

  /**
   * The last use of a sliding token, from which its `ttl` counts; from now when left out.
   * @example 2026-11-21T10:00:00.000Z
   */
  @IsImportMoment()
  lastUsedAt?: string | null;

  /**
   * Instead of `expiryType`: a fixed end, or null for never.
   * @example 2027-11-20T10:00:00.000Z
   */
  @IsImportMoment()
  expiresAt?: string | null;
}
