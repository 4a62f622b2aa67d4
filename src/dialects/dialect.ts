import type { CanActivate, Type } from '@nestjs/common';
import type { RatePolicy } from '../access/rate-limit/rate-policy.js';
import type { Failure, FailureCode } from '../common/failure.js';
import type { Permission } from '../common/permission.js';
import type { Config } from '../config/config.js';

export type DialectName = 'native' | 'strigo' | 'sfox' | 'rocketchat' | 'droplit';

/** What a dialect says when the core refuses. */
export interface Answer {
  status: number;
  body: object | string;
  headers?: Record<string, string>;
}

/** What a dialect may need to know to word a failure. */
export interface FailureContext {
  requestId: string;
  path: string;
  config: Pick<Config, 'createTokensForUsersSecret'>;
  /** The request's header `Authorization`. */
  authorization?: string;
  /** Whether the request brings a form. */
  isForm?: boolean;
}

export type ToResponse = (failure: Failure, context: FailureContext) => Answer;

/** One face of Tokenwright: the paths that it claims, and how it words every failure of the core. */
export interface Dialect {
  name: DialectName;
  title: string;
  /** For readers of the OpenAPI document. */
  description: string;
  /** Paths under which every answer, also to an unknown route, is this dialect's; the longest prefix wins. */
  prefixes: readonly string[];
  failureResponses: Record<FailureCode, ToResponse>;
  /** Permissions of its own, each with what it means in ours; what is given of them to roles counts as these. */
  grants?: Readonly<Record<string, readonly Permission[]>>;
  /** Knows callers by credentials of its own, beside those that a bearer token is. */
  guard?: Type<CanActivate>;
  /** How it limits, and how it tells of it. */
  rates: RatePolicy;
  /** Sent with every answer. */
  headers?: Record<string, string>;
  /** Whether this path takes form bodies (`application/x-www-form-urlencoded`) beside JSON. */
  takesForms?: (path: string) => boolean;
  /** Whether this path takes lines of JSON (`application/x-ndjson`). */
  takesLines?: (path: string) => boolean;
  /** A body that is not JSON is read as an empty one, as the original does. */
  forgivesMalformedBodies?: boolean;
  /** Groups of operations in the OpenAPI document, each with what it is about. */
  tags: Record<string, string>;
  /** Name of the credentials in the OpenAPI document, with their scheme. */
  security: Record<string, SecurityScheme>;
}

export type SecurityScheme =
  | { type: 'http'; scheme: 'bearer' | 'basic'; description: string }
  | { type: 'apiKey'; in: 'header'; name: string; description: string };
