import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Ecosystem } from '../../ecosystems/ecosystem.entity.js';

/** What the SDK asks its configuration with. */
export class SdkConfigQuery {
  static readonly unknownFields = 'ignored';

  /**
   * Host of the page; the answer is the same for each.
   * @example app.acme.example
   */
  @IsOptional()
  @MaxLength(300, { message: 'Must be at most 300 characters' })
  @IsString({ message: 'Must be a string' })
  domain?: string;
}

/** Where the SDK sends its logs: nowhere. */
export class LoggingConfig {
  /**
   * Empty.
   * @example ""
   */
  url: string;
}

/** What the SDK needs to know before it shows itself. */
export class SdkConfig {
  /**
   * Hosts of the pages on which it may: those of the ecosystem's `origins`, without `www.`.
   * @example ["app.acme.example"]
   */
  allowedAcademyDomains: string[];
  loggingConfig: LoggingConfig;

  /**
   * Empty: Tokenwright has no assessments.
   * @example []
   */
  userAssessments: string[];
  isAcademyAssessmentDebug: boolean;
}

/** Strigo's envelope of success. */
export class SdkConfigRead {
  /** @example success */
  result: 'success';
  data: SdkConfig;
}

// As a constant: the document's patterns know no classes of Unicode.
const eventName = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** What a user has achieved. */
export class SuccessEvent {
  static readonly unknownFields = 'ignored';

  /**
   * Its name. 1 to 200 characters.
   * @example created-first-project
   */
  @Matches(eventName, { message: 'Must be 1 to 200 characters' })
  @IsString({ message: 'Must be a string' })
  eventName: string;
}

/** That the event was noted. */
export class SuccessEventNoted {
  /** @example success */
  result: 'success';
}

export function sdkConfigOf({ origins }: Ecosystem): SdkConfigRead {
  const hosts = (origins ?? []).map((origin) => new URL(origin).host.replace(/^www\./, ''));
  return {
    result: 'success',
    data: {
      allowedAcademyDomains: [...new Set(hosts)],
      loggingConfig: { url: '' },
      userAssessments: [],
      isAcademyAssessmentDebug: false,
    },
  };
}
