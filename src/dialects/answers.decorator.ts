import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { Failure, type FailureCode, type FailureDetail } from '../common/failure.js';
import type { Answer, Dialect } from './dialect.js';

/** What every operation may answer. */
const always: FailureCode[] = ['bad-request', 'rate-limited', 'internal', 'unavailable'];

/** A failure as it is shown in the documents. */
export type Example = FailureCode | [FailureCode, FailureDetail];

/** The documentation of one status. */
export type DocumentedResponse = Extract<ApiResponseOptions, { content?: unknown }>;

/**
 * Documents how the handler, or all handlers of the controller, refuse: the statuses and the examples are taken from
 * the dialect's own table of words, so that the document cannot say anything else than the service.
 */
export function Refuses(
  dialect: Dialect,
  body: Type,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return RefusesAt('/', dialect, body, ...examples);
}

/** As `Refuses`, for a dialect that words failures at this path in its own way. */
export function RefusesAt(
  path: string,
  dialect: Dialect,
  body: Type,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  const documented = refusalsOf(dialect, { $ref: getSchemaPath(body) }, [...examples, ...always], path);
  const responses = [...documented].map(([status, response]) => ApiResponse({ status, ...response }));
  return applyDecorators(ApiExtraModels(body), ...responses);
}

/** The documentation of these failures by status, as the dialect words them. */
export function refusalsOf(
  dialect: Dialect,
  schema: { $ref: string },
  examples: Example[],
  path = '/',
): Map<number, DocumentedResponse> {
  const byStatus = new Map<number, { code: FailureCode; answer: Answer }[]>();
  for (const example of examples) {
    const code = typeof example === 'string' ? example : example[0];
    const answer = exampleAnswer(dialect, example, path);
    byStatus.set(answer.status, [...(byStatus.get(answer.status) ?? []), { code, answer }]);
  }
  return new Map([...byStatus].map(([status, worded]) => [status, documentedResponse(schema, worded)]));
}

/** What the dialect answers to such a failure. */
export function exampleAnswer(dialect: Dialect, example: Example, path = '/'): Answer {
  const [code, detail] = typeof example === 'string' ? [example, {}] : example;
  const failure = new Failure(code, messages[code] ?? 'The request was refused', {
    ...details[code],
    ...detail,
  });
  return dialect.words[code](failure, {
    requestId: '0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b',
    path,
    config: { createTokensForUsersSecret: undefined },
  });
}

function documentedResponse(
  schema: { $ref: string },
  worded: { code: FailureCode; answer: Answer }[],
): DocumentedResponse {
  const { headers = {}, body } = worded[0]!.answer;
  const type = headers['content-type']?.split(';')[0] ?? 'application/json';
  const others = Object.entries(headers).filter(([name]) => name !== 'content-type');
  return {
    description: worded.map(({ code }) => `\`${code}\``).join(', '),
    headers: Object.fromEntries(
      others.map(([name, value]) => [
        name,
        { description: headerTexts[name] ?? name, schema: { type: 'string' }, example: value },
      ]),
    ),
    content: {
      [type]: {
        schema: typeof body === 'string' ? { type: 'string' } : schema,
        examples: Object.fromEntries(worded.map(({ code, answer }) => [code, { value: answer.body }])),
      },
    },
  };
}

const headerTexts: Record<string, string> = {
  'www-authenticate': 'The challenge (RFC 6750)',
  'retry-after': 'Seconds to wait before asking again',
  allow: 'The methods that the path answers',
};

const messages: Partial<Record<FailureCode, string>> = {
  'bad-request': 'The request cannot be read',
  'malformed-body': 'The body is not valid JSON',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'The body must be application/json',
  'invalid-input': 'The request has invalid fields',
  'route-not-found': 'There is nothing at this address',
  'method-not-allowed': 'This address does not answer PUT',
  unauthenticated: 'The token is not valid',
  'permission-denied': 'This needs the permission tokens:mint',
  'wrong-holder': 'This needs a token of: server',
  'ecosystem-not-found': 'There is no such ecosystem',
  'user-not-found': 'There is no such user',
  'token-not-found': 'There is no such token',
  'role-not-found': 'There is no such role',
  'user-inactive': 'User is not activated',
  conflict: 'Another user has this email',
  'precondition-failed': 'It was changed meanwhile',
  'request-in-flight': 'A request with this Idempotency-Key is being worked on',
  'idempotency-key-reused': 'This Idempotency-Key was used for another request',
  'rate-limited': 'Too many requests',
  internal: 'Something went wrong here',
  unavailable: 'The service cannot answer now',
};

const details: Partial<Record<FailureCode, FailureDetail>> = {
  'invalid-input': {
    issues: [{ place: 'query', path: 'limit', rule: 'max', message: 'limit must not be greater than 200' }],
  },
  'method-not-allowed': { allow: ['GET', 'HEAD'] },
  unauthenticated: { presented: true },
  'permission-denied': { permission: 'tokens:mint' },
  'rate-limited': { retryAfter: 30 },
};
