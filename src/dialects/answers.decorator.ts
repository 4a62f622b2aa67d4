import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { Failure, type FailureCode, type FailureDetail } from '../common/failure.js';
import type { Answer, Dialect } from './dialect.js';

/** What every operation may answer. */
const always: Example[] = ['bad-request', 'internal', 'unavailable'];

/** What every operation may answer to whoever asks too often. */
const limited: Example = ['rate-limited', { retryAfter: 27 }];

/** A failure as it is shown in the documents; the last is its message, where it is not the usual one. */
export type Example = FailureCode | readonly [FailureCode, FailureDetail, string?];

/**
 * Documents how the handler, or all handlers of the controller, refuse: the statuses and the examples are taken from
 * the dialect's own table of words, so that the document cannot say anything else than the service.
 */
export function Refuses(
  dialect: Dialect,
  body: Type,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  return RefusesUnlimited(dialect, body, ...examples, limited);
}

/** As `Refuses`, for what is never limited. */
export function RefusesUnlimited(
  dialect: Dialect,
  body: Type,
  ...examples: Example[]
): MethodDecorator & ClassDecorator {
  const worded = [...examples, ...always].map((example): Worded => {
    const [code, detail, message] = typeof example === 'string' ? [example, {}] : example;
    const failure = new Failure(code, message ?? messages[code] ?? 'The request was refused', detail);
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
    applyDecorators(ApiExtraModels(body), ...responsesOf(dialect, told, news, body))(
      target,
      key!,
      descriptor!,
    );
  };
}

interface Worded {
  code: FailureCode;
  answer: Answer;
}

/** What a handler or controller is said to refuse with so far. */
const TOLD = 'tokenwright:told';

/** A response for each status of which there is news; Nest adds its description to the one that was there. */
function responsesOf(
  dialect: Dialect,
  told: Worded[],
  news: Worded[],
  body: Type,
): (MethodDecorator & ClassDecorator)[] {
  const statuses = [...new Set(news.map(({ answer }) => answer.status))];
  return statuses.map((status) => {
    const [worded, added] = [[...told, ...news], news].map((some) =>
      some.filter(({ answer }) => answer.status === status),
    ) as [Worded[], Worded[]];
    return ApiResponse({
      status,
      description: added.map(({ code }) => `\`${code}\``).join(', '),
      ...(status === 429 && { headers: limitHeaders(dialect, worded[0]!.answer) }),
      content: {
        [worded[0]!.answer.headers?.['content-type'] ?? 'application/json']: {
          schema:
            typeof worded[0]!.answer.body === 'string' ? { type: 'string' } : { $ref: getSchemaPath(body) },
          examples: Object.fromEntries(worded.map(({ code, answer }) => [code, { value: answer.body }])),
        },
      },
    });
  });
}

/** The headers of a 429, as the dialect sends them when the limit of each token is reached. */
function limitHeaders(dialect: Dialect, { headers: worded = {} }: Answer) {
  const quota = { requests: 600, seconds: 60 };
  const usage = { limit: 'per-key', quota, remaining: 0, isExceeded: true, msLeft: 27_000 };
  const headers = { ...worded, ...dialect.rates.headers([usage], Date.UTC(2026, 10, 22, 12)) };
  const names = Object.keys(headers).filter((name) => name !== 'content-type');
  return Object.fromEntries(
    names.map((name) => [
      headerNames[name] ?? name,
      {
        description: headerTexts[name] ?? 'How much may still be asked',
        schema: { type: 'string', example: headers[name] },
      },
    ]),
  );
}

const headerNames: Record<string, string> = {
  'retry-after': 'Retry-After',
  ratelimit: 'RateLimit',
  'ratelimit-policy': 'RateLimit-Policy',
  'x-ratelimit-limit': 'X-RateLimit-Limit',
  'x-ratelimit-remaining': 'X-RateLimit-Remaining',
  'x-ratelimit-reset': 'X-RateLimit-Reset',
};

const headerTexts: Record<string, string> = {
  'retry-after': 'Seconds to wait',
  ratelimit: 'What is left of each limit (`r`), and the seconds until it is whole again (`t`)',
  'ratelimit-policy': 'The limits that count the request: how many requests (`q`) in how many seconds (`w`)',
  'x-ratelimit-limit': 'How many requests the limit allows',
  'x-ratelimit-remaining': 'How many of them are left',
  'x-ratelimit-reset': 'When the limit is whole again, since the epoch',
};

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
  'role-not-found': 'There is no such role',
  'user-inactive': 'User is not activated',
  conflict: 'Another user has this email',
  'request-in-flight': 'A request with this Idempotency-Key is being answered',
  'idempotency-key-reused': 'This Idempotency-Key was used for another request',
  'rate-limited': 'Too many requests',
  internal: 'Something went wrong here',
  unavailable: 'The service cannot answer now',
};
