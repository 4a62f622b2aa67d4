import type { CanActivate, Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RatePolicy } from '../access/rate-limit/rate-policy.js';
import type { DialectFailureCode, Failure, FailureCode } from '../common/failure.js';
import type { Permission } from '../common/permission.js';
import type { Config, EnvironmentPart } from '../config/config.js';

export type DialectName = 'native' | 'strigo' | 'sfox' | 'rocketchat' | 'droplit';

export interface Answer {
  status: number;
  body: object | string;
  headers?: Record<string, string>;
}

/** What a failure response may depend on. */
export interface FailureContext {
  requestId: string;
  path: string;
  config: Pick<Config, 'dialects'>;
  authorization?: string;
  isForm?: boolean;
}

/** A response for each failure of the core, and for the failures of the dialect's own. */
export type FailureResponses = Record<FailureCode, ToResponse> & {
  readonly [code: DialectFailureCode]: ToResponse;
};

export type ToResponse = (failure: Failure, context: FailureContext) => Answer;

/** Changes admitted requests before their handlers. */
export interface RequestPreparation {
  /** Whether requests of the route with this path can need it. */
  concerns(path: string): boolean;
  /** Undefined when there is nothing to wait for. @throws Failure (by the promise) to refuse the request */
  prepare(request: FastifyRequest): Promise<void> | undefined;
}

/** One API surface: the paths that it owns, and its responses to the core's failures. */
export interface Dialect {
  name: DialectName;
  title: string;
  /** For readers of the OpenAPI document. */
  description: string;
  /** For somebody who tries the dialect out at `/docs`: which token, where to paste it, what to call first. */
  firstSteps: readonly string[];
  /**
   * Every response under these prefixes belongs to this dialect, even to an unknown route. The longest prefix
   * wins.
   */
  prefixes: readonly string[];
  failureResponses: FailureResponses;
  /** Permissions that only this dialect knows, with the native permissions that each implies. */
  grants?: Readonly<Record<string, readonly Permission[]>>;
  /** Environment variables of its own; `dialectVariables` reads them. */
  environment?: EnvironmentPart;
  /** Authenticates callers by credentials other than bearer tokens. */
  guard?: Type<CanActivate>;
  preparation?: Type<RequestPreparation>;
  rates: RatePolicy;
  headers?: Record<string, string>;
  /** Whether this path accepts forms (`application/x-www-form-urlencoded`) beside JSON. */
  takesForms?: (path: string) => boolean;
  /** Whether this path accepts NDJSON (`application/x-ndjson`). */
  takesLines?: (path: string) => boolean;
  /** Maximum values of a JSON body at this path; undefined for the usual one. */
  mostValues?: (path: string) => number | undefined;
  /** Treats a malformed body as empty, as the original does. */
  forgivesMalformedBodies?: boolean;
  /** Tags of the OpenAPI document, with their descriptions. */
  tags: Record<string, string>;
  /** Security schemes of the OpenAPI document, by name. */
  security: Record<string, SecurityScheme>;
}

export type SecurityScheme =
  | { type: 'http'; scheme: 'bearer' | 'basic'; description: string }
  | { type: 'apiKey'; in: 'header'; name: string; description: string };
