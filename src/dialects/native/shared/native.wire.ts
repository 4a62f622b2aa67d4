import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth } from '@nestjs/swagger';
import type { FailureCode } from '../../../common/failure.js';
import { ApiFailures, ApiFailuresAt } from '../../shared/failure-responses.decorator.js';
import type { Example } from '../../shared/failure-examples.js';
import { nativeDialect } from '../native.dialect.js';
import type { OAuthErrorCode } from '../verification/oauth-failures.js';

/** One invalid input. */
export class ProblemIssue {
  /**
   * Location of the input.
   * @example body
   */
  in: 'body' | 'query' | 'path' | 'header';

  /**
   * JSON Pointer (RFC 6901) of the field; a slash and the name for a query parameter or header; empty for the
   * whole.
   * @example /ttl
   */
  pointer: string;

  /**
   * The violated rule, in kebab case: `max`, `is-email`, `unknown-field`.
   * @example max
   */
  code: string;

  /**
   * For people.
   * @example "ttl must not be greater than 315360000"
   */
  detail: string;
}

/** A problem (RFC 9457). */
export class Problem {
  /**
   * Page about this kind of problem, relative to the service.
   * @example /problems/user-not-found
   */
  type: string;

  /**
   * Short name of this kind of problem. Constant for each `code`.
   * @example "User not found"
   */
  title: string;

  /**
   * The HTTP status.
   * @example 404
   */
  status: number;

  /**
   * For people. May change.
   * @example "There is no such user"
   */
  detail: string;

  /**
   * The requested path.
   * @example /v1/ecosystems/default/users/nobody
   */
  instance: string;

  /**
   * Stable: match on this.
   * @example user-not-found
   */
  code: FailureCode;

  /**
   * Id of the request, as in the header `X-Request-Id`.
   * @example 0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b
   */
  requestId: string;

  /**
   * Only at `/health/ready`: each failed check (`database`, `schema`, `grants`, `writes`, `clock`) with its
   * reason.
   * @example {"writes": "refused: SqliteError, code SQLITE_FULL"}
   */
  checks?: Record<string, string>;

  /** Every invalid input, for the code `invalid-input`. */
  errors?: ProblemIssue[];

  /**
   * OAuth error code (RFC 6749 §5.2). Only from introspection and revocation by secret.
   * @example invalid_request
   */
  error?: 'invalid_request' | 'invalid_client';
}

/** An OAuth error (RFC 6749 §5.2), for clients that send a form. */
export class OAuthError {
  /**
   * Stable: match on this.
   * @example invalid_client
   */
  error: OAuthErrorCode;

  /**
   * For people. May change.
   * @example "The token is not valid"
   */
  error_description: string;
}

/** Documents the problems of an operation behind a token. */
export function ApiProblems(...examples: Example[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiBearerAuth('token'),
    ApiFailures(nativeDialect, Problem, 'unauthenticated', 'permission-denied', ...examples),
  );
}

const broken = (path: string) =>
  ({ place: 'body', path, rule: 'isString', message: `${path} must be a string` }) as const;

const ofBodies: Example[] = ['malformed-body', 'unsupported-media-type', 'body-too-large'];

/** Documents the problems of an operation with a body. */
export function ApiProblemsOfBody(...examples: Example[]): MethodDecorator & ClassDecorator {
  return ApiProblems(...ofBodies, ['invalid-input', { issues: [broken('name')] }], ...examples);
}

/** Documents the failures of an OAuth operation: as problems, and as OAuth errors for forms. */
export function ApiOAuthErrors(path: string): MethodDecorator & ClassDecorator {
  const invalid: Example = ['invalid-input', { issues: [broken('token')] }];
  const codes: Example[] = ['unauthenticated', 'permission-denied', ...ofBodies, invalid];
  const ofKeys: Example[] = ['request-in-flight', 'idempotency-key-reused'];
  return applyDecorators(
    ApiBearerAuth('token'),
    ApiBasicAuth('client'),
    ApiFailuresAt({ path }, nativeDialect, Problem, ...codes),
    ApiFailuresAt({ path, isForm: true }, nativeDialect, OAuthError, ...codes, ...ofKeys),
  );
}

/** Formats ms since the epoch as ISO 8601 in UTC; null stays null. */
export function isoOf(moment: number): string;
export function isoOf(moment: number | null): string | null;
export function isoOf(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}

/** The process is alive. */
export class LivenessView {
  /** @example ok */
  status: 'ok';

  /** @example tokenwright */
  service: 'tokenwright';
}

/** Readiness of the service. */
export class ReadinessView {
  /** @example ok */
  status: 'ok';

  /**
   * Only with a session cache in Redis. While it is `away`, the database answers instead.
   * @example ok
   */
  redis?: 'ok' | 'away';
}
