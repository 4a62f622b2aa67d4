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
import { ecosystemReference } from '../../../common/identifier.js';
import type { Ecosystem, Registration } from '../../../ecosystems/ecosystem.entity.js';
import { ListQuery, PageView } from '../shared/lists.wire.js';
import { isoOf } from '../shared/native.wire.js';

const registrations = ['open', 'closed'] as const satisfies Registration[];

/** Whether the text is an `Origin` as a browser sends it (RFC 6454). */
function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 300 || !URL.canParse(value)) return false;
  const { protocol, origin } = new URL(value);
  return /^https?:$/.test(protocol) && origin === value && !value.includes('*');
}

/** A field that may hold a list of origins. */
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

/** A field that may say whether people may register. */
function IsRegistration(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    IsIn(registrations),
  );
}

/** A new ecosystem. */
export class CreateEcosystem {
  /**
   * Its id, when it must be a certain one (an organisation id that clients know already); random otherwise.
   * @example acme
   */
  @IsOptional()
  @Matches(ecosystemReference, { message: 'id must be 1 to 64 characters of A-Z a-z 0-9 _ -' })
  id?: string;

  /**
   * Name for people.
   * @example "Acme Ltd"
   */
  @Length(1, 200)
  @IsString()
  name: string;

  /**
   * Host name under which Rocket.Chat clients reach this ecosystem; kept as DNS has it, in lower case and as punycode.
   * @example chat.acme.example
   */
  @IsOptional()
  @IsFQDN({ require_tld: false, allow_trailing_dot: true })
  domain?: string;

  /**
   * Web origins (scheme, host in lower case, port when it is not the scheme's own) of the pages on which Strigo's SDK may
   * run: browsers may call the SDK's paths from there, and from nowhere else. At most 100; none when left out.
   * @example ["https://app.acme.example"]
   */
  @IsOrigins()
  origins?: string[];

  /**
   * Whether anybody may make a user of their own here by Rocket.Chat's `users.register`. When left out, nobody may; in the ecosystem
   * `default` as `ACCOUNTS_REGISTRATION_FORM` says.
   * @example closed
   */
  @IsRegistration()
  registration?: Registration;
}

/** What is to change; what is left out stays. */
export class UpdateEcosystem {
  /**
   * Name for people.
   * @example "Acme Ltd"
   */
  @ValidateIf((_, value) => value !== undefined)
  @Length(1, 200)
  @IsString()
  name?: string;

  /**
   * Host name under which Rocket.Chat clients reach this ecosystem; null takes it away. With an account token only: by it
   * a tenant could stand where others sign in.
   * @example chat.acme.example
   */
  @IsOptional()
  @IsFQDN({ require_tld: false, allow_trailing_dot: true })
  domain?: string | null;

  /**
   * Web origins (scheme, host in lower case, port when it is not the scheme's own) of the pages on which Strigo's SDK may
   * run: browsers may call the SDK's paths from there, and from nowhere else. At most 100; an empty list takes them away.
   * @example ["https://app.acme.example"]
   */
  @IsOrigins()
  origins?: string[];

  /**
   * Whether anybody may make a user of their own here by Rocket.Chat's `users.register`.
   * @example closed
   */
  @IsRegistration()
  registration?: Registration;
}

/** What the deletion of an ecosystem may be told. */
export class DeleteEcosystem {
  /**
   * The id of the ecosystem once more. `default` is deleted only with it.
   * @example acme
   */
  @IsOptional()
  @Matches(ecosystemReference, { message: 'confirm must be the id of the ecosystem' })
  confirm?: string;
}

/** What the list of ecosystems may be asked for. */
export class ListEcosystems extends ListQuery {
  /**
   * Only the one with this domain, in any case of letters.
   * @example chat.acme.example
   */
  @IsOptional()
  @Length(1, 253)
  @IsString()
  domain?: string;

  /**
   * Only such as have exactly this name.
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
   * Host name under which Rocket.Chat clients reach this ecosystem.
   * @example chat.acme.example
   */
  domain: string | null;

  /**
   * Web origins of the pages on which Strigo's SDK may run.
   * @example ["https://app.acme.example"]
   */
  origins: string[];

  /**
   * Whether anybody may make a user of their own here by Rocket.Chat's `users.register`.
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

/** A page of ecosystems, in the order of their ids. */
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
