import { IsFQDN, IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { ecosystemReference } from '../../common/identifier.js';
import type { Ecosystem } from '../../ecosystems/ecosystem.entity.js';
import { ListQuery, PageView } from './lists.wire.js';
import { isoOf } from './native.wire.js';

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
   * Host name under which Rocket.Chat clients reach this ecosystem.
   * @example chat.acme.example
   */
  @IsOptional()
  @IsFQDN({ require_tld: false })
  domain?: string;
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
   * Host name under which Rocket.Chat clients reach this ecosystem; null takes it away.
   * @example chat.acme.example
   */
  @IsOptional()
  @IsFQDN({ require_tld: false })
  domain?: string | null;
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

export function viewOfEcosystem(ecosystem: Ecosystem): EcosystemView {
  const { id, name, domain, createdAt, updatedAt } = ecosystem;
  return { id, name, domain, createdAt: isoOf(createdAt), updatedAt: isoOf(updatedAt) };
}
