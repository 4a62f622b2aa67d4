import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
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
  const byStatus = new Map<number, { code: FailureCode; answer: Answer }[]>();
  for (const example of [...examples, ...always]) {
    const [code, detail] = typeof example === 'string' ? [example, {}] : example;
    const failure = new Failure(code, messages[code] ?? 'The request was refused', detail);
    const answer = dialect.words[code](failure, {
      requestId: '0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b',
      path: '/',
      config: { createTokensForUsersSecret: undefined },
    });
    byStatus.set(answer.status, [...(byStatus.get(answer.status) ?? []), { code, answer }]);
  }
  const responses = [...byStatus].map(([status, worded]) =>
    ApiResponse({
      status,
      description: worded.map(({ code }) => `\`${code}\``).join(', '),
      content: {
        [worded[0]!.answer.headers?.['content-type'] ?? 'application/json']: {
          schema: { $ref: getSchemaPath(body) },
          examples: Object.fromEntries(worded.map(({ code, answer }) => [code, { value: answer.body }])),
        },
      },
    }),
  );
  return applyDecorators(ApiExtraModels(body), ...responses);
}

/**
 * Documents headers of the answer with this status. What is known of the answer stays: `ApiResponse` by itself would
 * forget the body's type, which the plugin put there.
 */
export function AnswersWith(status: number, headers: ApiResponseOptions['headers']): MethodDecorator {
  return (target, key, descriptor) => {
    const known = Reflect.getMetadata('swagger/apiResponse', descriptor.value as object) as
      Record<number, ApiResponseOptions> | undefined;
    ApiResponse({ ...known?.[status], description: '', status, headers })(target, key, descriptor);
  };
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
  internal: 'Something went wrong here',
  unavailable: 'The service cannot answer now',
};
