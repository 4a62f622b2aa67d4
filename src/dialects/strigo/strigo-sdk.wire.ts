import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Ecosystem } from '../../ecosystems/ecosystem.entity.js';

/** Query of the SDK's configuration. */
export class SdkConfigQuery {
  static readonly unknownFields = 'ignored';

  /**
   * Host of the page. It does not change the answer.
   * @example app.acme.example
   */
  @IsOptional()
  @MaxLength(300, { message: 'Must be at most 300 characters' })
  @IsString({ message: 'Must be a string' })
  domain?: string;
}

/** Log target of the SDK: none. */
export class LoggingConfig {
  /**
   * Empty.
   * @example ""
   */
  url: string;
}

/** Configuration of the SDK. */
export class SdkConfig {
  /**
   * Hosts of the ecosystem's `origins`, without `www.`. The SDK runs on these only.
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

/** Strigo's success envelope. */
export class SdkConfigRead {
  /** @example success */
  result: 'success';
  data: SdkConfig;
}

// A constant, because patterns in the document cannot have Unicode classes.
const eventName = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** An achievement of a user. */
export class SuccessEvent {
  static readonly unknownFields = 'ignored';

  /**
   * Its name, 1 to 200 characters.
   * @example created-first-project
   */
  @Matches(eventName, { message: 'Must be 1 to 200 characters' })
  @IsString({ message: 'Must be a string' })
  eventName: string;
}

/** Confirmation of an event. */
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
