import {
  type DialectFailureCode,
  Failure,
  type FailureCode,
  type FailureDetail,
} from '../../common/failure.js';
import type { Answer, Dialect, FailureContext } from '../dialect.js';

/** A failure in the documents: its code, or its code with detail and optionally a message. */
export type Example = Code | readonly [Code, FailureDetail, string?];

type Code = FailureCode | DialectFailureCode;

/** The refused request, where the response depends on it. */
export type ExampleContext = Partial<Omit<FailureContext, 'requestId' | 'config'>>;

export function exampleAnswer(dialect: Dialect, example: Example, context: ExampleContext = {}): Answer {
  const [code, detail, message] = typeof example === 'string' ? [example, {}] : example;
  const failure = new Failure(code, message ?? messages[code] ?? 'The request was refused', {
    ...details[code],
    ...detail,
  });
  return dialect.failureResponses[code]!(failure, {
    requestId: '0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b',
    path: '/',
    ...context,
    config: { dialects: new Map() },
  });
}

const messages: Partial<Record<Code, string>> = {
  'bad-request': 'The request cannot be read',
  'malformed-body': 'The body is not valid JSON',
  'body-too-large': 'The body is too large',
  'headers-too-large': 'The headers are too large',
  'request-timeout': 'The request was not received in time',
  'unsupported-media-type': 'The body must be application/json',
  'invalid-input': 'The request has invalid fields',
  'route-not-found': 'There is no such route',
  'method-not-allowed': 'This address does not answer PUT',
  unauthenticated: 'The token is not valid',
  'permission-denied': 'This needs the permission tokens:mint',
  'wrong-holder': 'This needs a token of: server',
  'ecosystem-not-found': 'There is no such ecosystem',
  'user-not-found': 'There is no such user',
  'token-not-found': 'There is no such token',
  'role-not-found': 'There is no such role',
  'user-inactive': 'User is not activated',
  'last-admin': 'Leaving the ecosystem without an active admin is not allowed',
  conflict: 'Another user has this email',
  'precondition-failed': 'It was changed meanwhile',
  'request-in-flight': 'A request with this Idempotency-Key is being answered',
  'idempotency-key-reused': 'This Idempotency-Key was used for another request',
  'rate-limited': 'Too many requests',
  internal: 'An internal error occurred',
  overloaded: 'The service is overloaded',
  unavailable: 'The service cannot answer now',
};

const details: Partial<Record<Code, FailureDetail>> = {
  'invalid-input': {
    issues: [{ place: 'query', path: 'limit', rule: 'max', message: 'limit must not be greater than 200' }],
  },
  'method-not-allowed': { allow: ['GET', 'HEAD'] },
  unauthenticated: { presented: true },
  'permission-denied': { permission: 'tokens:mint' },
  'rate-limited': { retryAfter: 27 },
  overloaded: { retryAfter: 1 },
};
