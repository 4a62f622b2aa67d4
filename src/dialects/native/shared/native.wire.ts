import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth } from '@nestjs/swagger';
import type { FailureCode } from '../../../common/failure.js';
import { ApiFailures, ApiFailuresAt } from '../../shared/failure-responses.decorator.js';
import type { Example } from '../../shared/failure-examples.js';
import { nativeDialect } from '../native.dialect.js';
import type { OAuthErrorCode } from '../verification/oauth-failures.js';

/** One fault of the input. */
export class ProblemIssue {
  /**
   * Where the fault lies.
   * @example body
   */
  in: 'body' | 'query' | 'path' | 'header';

  /**
   * JSON Pointer (RFC 6901) to the field, in the query and the headers its name after a slash; empty for the whole.
   * @example /ttl
   */
  pointer: string;

  /**
   * The rule that is broken.
   * @example max
   */
  code: string;

  /**
   * For people.
   * @example "ttl must not be greater than 315360000"
   */
  detail: string;
}

/** A refusal (RFC 9457). */
export class Problem {
  /**
   * Address of the page about this kind of problem, relative to the service.
   * @example /problems/user-not-found
   */
  type: string;

  /**
   * The kind of problem in words; the same for each of its kind.
   * @example "User not found"
   */
  title: string;

  /**
   * The HTTP status.
   * @example 404
   */
  status: number;

  /**
   * For people; may change.
   * @example "There is no such user"
   */
  detail: string;

  /**
   * The path that was asked.
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
   * At `/health/ready` alone: what is wrong, in words, by what was looked at (`database`, `schema`, `grants`, `writes`,
   * `clock`).
   * @example {"writes": "refused: SqliteError, code SQLITE_FULL"}
   */
  checks?: Record<string, string>;

  /** Each fault of the input, for the code `invalid-input`. */
  errors?: ProblemIssue[];

  /**
   * OAuth's word for it (RFC 6749 §5.2): from introspection and from revocation by secret only.
   * @example invalid_request
   */
  error?: 'invalid_request' | 'invalid_client';
}

/** A refusal as OAuth words it (RFC 6749 §5.2), for clients that send a form. */
export class OAuthError {
  /**
   * Stable: match on this.
   * @example invalid_client
   */
  error: OAuthErrorCode;

  /**
   * For people; may change.
   * @example "The token is not valid"
   */
  error_description: string;
}

/** Documents the problems that an operation behind a token may answer with. */
export function ApiProblems(...examples: Example[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiBearerAuth('token'),
    ApiFailures(nativeDialect, Problem, 'unauthenticated', 'permission-denied', ...examples),
  );
}

const broken = (path: string) =>
  ({ place: 'body', path, rule: 'isString', message: `${path} must be a string` }) as const;

const ofBodies: Example[] = ['malformed-body', 'unsupported-media-type', 'body-too-large'];

/** Documents the problems of an operation that takes a body. */
export function ApiProblemsOfBody(...examples: Example[]): MethodDecorator & ClassDecorator {
  return ApiProblems(...ofBodies, ['invalid-input', { issues: [broken('name')] }], ...examples);
}

/** Documents the refusals of one of OAuth's operations: as problems, and as OAuth words them when a form was sent. */
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

/** A moment in ms since the epoch as ISO 8601 in UTC; null stays null. */
export function isoOf(moment: number): string;
export function isoOf(moment: number | null): string | null;
export function isoOf(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}

/** The process lives. */
export class LivenessView {
  /** @example ok */
  status: 'ok';

  /** @example tokenwright */
  service: 'tokenwright';
}

/** Whether the service can answer. */
export class ReadinessView {
  /** @example ok */
  status: 'ok';

  /**
   * Only where sessions are cached in Redis. While it is `away` the database is asked instead.
   * @example ok
   */
  redis?: 'ok' | 'away';
}
