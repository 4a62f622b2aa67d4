import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsFQDN,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { ecosystemReference } from '../../../common/ids/identifier.js';
import type { Ecosystem, Registration } from '../../../ecosystems/ecosystem.entity.js';
import { ListQuery, PageView } from '../shared/lists.wire.js';
import { isoOf } from '../shared/native.wire.js';

const registrations = ['open', 'closed'] as const satisfies Registration[];

/** Whether the text is an `Origin` as browsers send it (RFC 6454). */
function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 300 || !URL.canParse(value)) return false;
  const { protocol, origin } = new URL(value);
  return /^https?:$/.test(protocol) && origin === value && !value.includes('*');
}

function IsOrigins(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ArrayMaxSize(100),
    ArrayUnique(),
    ValidateBy(
      { name: 'origin', validator: { validate: isOrigin } },
      {
        each: true,
        message: 'origins must hold origins as browsers send them, like https://app.acme.example',
      },
    ),
    IsArray(),
  );
}

function IsRegistration(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    IsIn(registrations),
  );
}

/** A new ecosystem. */
export class CreateEcosystem {
  /**
   * Id of the ecosystem, when clients already know one; random by default.
   * @example acme
   */
  @IsOptional()
  @Matches(ecosystemReference, { message: 'id must be 1 to 64 characters of A-Z a-z 0-9 _ -' })
  id?: string;

  /**
   * Display name.
   * @example "Acme Ltd"
   */
  @Length(1, 200)
  @IsString()
  name: string;

  /**
   * Host name by which Rocket.Chat clients reach this ecosystem. Stored in lower case and as punycode.
   * @example chat.acme.example
   */
  @IsOptional()
  @IsFQDN({ require_tld: false, allow_trailing_dot: true })
  domain?: string;

  /**
   * Web origins (scheme, host in lower case, port unless it is the default) of pages that may run Strigo's
   * SDK. Browsers may call the SDK's paths from these origins only. At most 100; none by default.
   * @example ["https://app.acme.example"]
   */
  @IsOrigins()
  origins?: string[];

  /**
   * Whether anybody may register here by Rocket.Chat's `users.register`. Default: `closed`, and for the
   * ecosystem `default` the value of `ACCOUNTS_REGISTRATION_FORM`.
   * @example closed
   */
  @IsRegistration()
  registration?: Registration;
}

/** Fields to change. Omitted fields stay as they are. */
export class UpdateEcosystem {
  /**
   * Display name.
   * @example "Acme Ltd"
   */
  @ValidateIf((_, value) => value !== undefined)
  @Length(1, 200)
  @IsString()
  name?: string;

  /**
   * Host name by which Rocket.Chat clients reach this ecosystem; null removes it. Needs an account token,
   * because a tenant could otherwise take over the host of another one's sign-in.
   * @example chat.acme.example
   */
  @IsOptional()
  @IsFQDN({ require_tld: false, allow_trailing_dot: true })
  domain?: string | null;

  /**
   * Web origins (scheme, host in lower case, port unless it is the default) of pages that may run Strigo's
   * SDK. Browsers may call the SDK's paths from these origins only. At most 100; an empty list removes all.
   * @example ["https://app.acme.example"]
   */
  @IsOrigins()
  origins?: string[];

  /**
   * Whether anybody may register here by Rocket.Chat's `users.register`.
   * @example closed
   */
  @IsRegistration()
  registration?: Registration;
}

/** Confirmation of the deletion of an ecosystem. */
export class DeleteEcosystem {
  /**
   * The id of the ecosystem once more. Required for `default`.
   * @example acme
   */
  @IsOptional()
  @Matches(ecosystemReference, { message: 'confirm must be the id of the ecosystem' })
  confirm?: string;
}

/** Filters of the ecosystem list. */
export class ListEcosystems extends ListQuery {
  /**
   * Only the ecosystem with this domain, ignoring case.
   * @example chat.acme.example
   */
  @IsOptional()
  @Length(1, 253)
  @IsString()
  domain?: string;

  /**
   * Only ecosystems with exactly this name.
   * @example "Acme Ltd"
   */
  @IsOptional()
  @Length(1, 200)
  @IsString()
  name?: string;
}

/** A tenant. */
export class EcosystemView {
  /** @example acme */
  id: string;

  /** @example "Acme Ltd" */
  name: string;

  /**
   * Host name by which Rocket.Chat clients reach this ecosystem.
   * @example chat.acme.example
   */
  domain: string | null;

  /**
   * Web origins of pages that may run Strigo's SDK.
   * @example ["https://app.acme.example"]
   */
  origins: string[];

  /**
   * Whether anybody may register here by Rocket.Chat's `users.register`.
   * @example closed
   */
  registration: Registration;

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

/** A page of ecosystems, sorted by id. */
export class EcosystemListView {
  data: EcosystemView[];
  page: PageView;
}

export function viewOfEcosystem(ecosystem: Ecosystem, registration: Registration): EcosystemView {
  const { id, name, domain, origins, createdAt, updatedAt } = ecosystem;
  return {
    id,
    name,
    domain,
    origins: origins ?? [],
    registration,
    createdAt: isoOf(createdAt),
    updatedAt: isoOf(updatedAt),
  };
}
