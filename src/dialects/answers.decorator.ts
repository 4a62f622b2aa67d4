import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Failure, type FailureCode, type FailureDetail } from '../common/failure.js';
import type { Answer, Dialect } from './dialect.js';

/** What every operation may answer. */
const always: FailureCode[] = ['bad-request', 'internal', 'unavailable'];

/** A failure as it is shown in the documents. */
export type Example = FailureCode | [FailureCode, FailureDetail];

/**
 * Documents how the handler, or all handlers of the controller, refuse: the statuses and the examples are taken from
 * the dialect's own table of words, so that the document cannot say anything else than the service.
 */
export function Refuses(
  dialect: Dialect,
  body: Type,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  const worded = [...examples, ...always].map((example): Worded => {
    const [code, detail] = typeof example === 'string' ? [example, {}] : example;
    const failure = new Failure(code, messages[code] ?? 'The request was refused', detail);
    const answer = dialect.words[code](failure, {
      requestId: '0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b',
      path: '/',
      config: { createTokensForUsersSecret: undefined },
    });
    return { code, answer };
  });
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const subject = (descriptor?.value as object | undefined) ?? target;
    // Several decorators may each add refusals of one status.
    const told = (Reflect.getMetadata(TOLD, subject) ?? []) as Worded[];
    const news = worded.filter(
      ({ code }, index) => ![...told, ...worded.slice(0, index)].some((other) => other.code === code),
    );
    Reflect.defineMetadata(TOLD, [...told, ...news], subject);
    applyDecorators(ApiExtraModels(body), ...responsesOf(told, news, body))(target, key!, descriptor!);
  };
}

interface Worded {
  code: FailureCode;
  answer: Answer;
}

/** What a handler or controller is said to refuse with so far. */
const TOLD = 'tokenwright:told';

/** A response for each status of which there is news; Nest adds its description to the one that was there. */
function responsesOf(told: Worded[], news: Worded[], body: Type): (MethodDecorator & ClassDecorator)[] {
  const statuses = [...new Set(news.map(({ answer }) => answer.status))];
  return statuses.map((status) => {
    const [worded, added] = [[...told, ...news], news].map((some) =>
      some.filter(({ answer }) => answer.status === status),
    ) as [Worded[], Worded[]];
    return ApiResponse({
      status,
      description: added.map(({ code }) => `\`${code}\``).join(', '),
      content: {
        [worded[0]!.answer.headers?.['content-type'] ?? 'application/json']: {
          schema: { $ref: getSchemaPath(body) },
          examples: Object.fromEntries(worded.map(({ code, answer }) => [code, { value: answer.body }])),
        },
      },
    });
  });
}

const messages: Partial<Record<FailureCode, string>> = {
  'bad-request': 'The request cannot be read',
  'malformed-body': 'The body is not valid JSON',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'The body must be application/json',
  'invalid-input': 'The request has invalid fields',
  unauthenticated: 'The token is not valid',
  'permission-denied': 'This needs the permission tokens:mint',
  'wrong-holder': 'This needs a token of: server',
  'ecosystem-not-found': 'There is no such ecosystem',
  'user-not-found': 'There is no such user',
  'token-not-found': 'There is no such token',
  'user-inactive': 'User is not activated',
  conflict: 'Another user has this email',
  'request-in-flight': 'A request with this Idempotency-Key is being answered',
  'idempotency-key-reused': 'This Idempotency-Key was used for another request',
  internal: 'Something went wrong here',
  unavailable: 'The service cannot answer now',
};
