import { applyDecorators, type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { type Access, accessOf } from '../../access/access.decorators.js';
import type { FailureCode } from '../../common/failure.js';
import type { Answer, Dialect } from '../dialect.js';
import { type Example, exampleAnswer, type ExampleContext } from './failure-examples.js';

/** Failures of every operation. */
const always: Example[] = ['bad-request', 'rate-limited', 'internal', 'overloaded', 'unavailable'];

export type DocumentedResponse = Extract<ApiResponseOptions, { content?: unknown }>;

type Decorator = MethodDecorator & ClassDecorator;

interface DocumentedFailure {
  /** Without the name of the dialect, for failures of its own. */
  code: string;
  answer: Answer;
  type: string;
  schema: { $ref: string } | { type: 'string' };
}

/** Metadata key of the failures that a handler or controller documents. */
const DECLARED = 'tokenwright:declared-failures';
/** Metadata key of the body and the context that these failures share. */
const ORIGIN = 'tokenwright:failure-origin';

interface Origin {
  context: ExampleContext;
  body: Type;
}

/**
 * Documents the failures of a handler, or of all handlers of a controller. Statuses and examples come from
 * the dialect's own failure responses, so the document always matches the service.
 */
export function ApiFailures(dialect: Dialect, body: Type, ...examples: Example[]): Decorator {
  return ApiFailuresAt({}, dialect, body, ...examples);
}

/** As `ApiFailures`, for responses that depend on the request. */
export function ApiFailuresAt(
  context: ExampleContext,
  dialect: Dialect,
  body: Type,
  ...examples: Example[]
): Decorator {
  const schema = { $ref: getSchemaPath(body) };
  const failures = [...examples, ...always].map((example) =>
    documentedFailureOf(dialect, schema, example, context),
  );
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const subject = (descriptor?.value as object | undefined) ?? target;
    // Several decorators may each add failures of one status.
    const declared = (Reflect.getMetadata(DECLARED, subject) ?? []) as DocumentedFailure[];
    const fresh = failures.filter(
      (one, index) => ![...declared, ...failures.slice(0, index)].some((other) => isSame(one, other)),
    );
    Reflect.defineMetadata(DECLARED, [...declared, ...fresh], subject);
    if (!Reflect.hasOwnMetadata(ORIGIN, subject)) Reflect.defineMetadata(ORIGIN, { context, body }, subject);
    const responses = [...byStatus([...declared, ...fresh])].flatMap(([status, all]) => {
      const added = all.filter((one) => fresh.includes(one));
      if (added.length === 0) return [];
      // Nest appends the description to the existing one.
      const codes = new Set(all.filter((one) => !fresh.includes(one)).map(({ code }) => code));
      const description = namesOf(added.filter(({ code }) => !codes.has(code)));
      return ApiResponse({ status, ...documentedResponse(dialect, all), description });
    });
    applyDecorators(ApiExtraModels(body), ...responses)(target, key!, descriptor!);
  };
}

/** Documents the failures of the guards, from the access declarations of a controller. Repeating it changes nothing. */
export function declareGuardFailures(dialect: Dialect, controller: Type): void {
  const prototype = controller.prototype as object;
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) continue;
    const find = <T>(key: string) =>
      (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
    const origin = find<Origin>(ORIGIN);
    const codes = guardFailures(accessOf({ getHandler: () => handler, getClass: () => controller as never }));
    const ofController = (Reflect.getMetadata(DECLARED, controller) ?? []) as DocumentedFailure[];
    const missing = codes.filter((code) => !ofController.some((one) => one.code === code));
    if (!origin || missing.length === 0) continue;
    ApiFailuresAt(origin.context, dialect, origin.body, ...missing)(prototype, name, descriptor);
  }
}

function guardFailures({ rule, holders }: Access): FailureCode[] {
  if (rule === undefined || rule === 'public') return [];
  return [
    'unauthenticated',
    ...(rule === 'any-caller' ? [] : (['permission-denied'] as const)),
    ...(holders ? (['wrong-holder'] as const) : []),
  ];
}

function isSame(one: DocumentedFailure, other: DocumentedFailure): boolean {
  return one.code === other.code && one.type === other.type;
}

export function refusalsOf(
  dialect: Dialect,
  schema: { $ref: string },
  examples: Example[],
): Map<number, DocumentedResponse> {
  const worded = examples.map((example) => documentedFailureOf(dialect, schema, example, {}));
  return new Map([...byStatus(worded)].map(([status, all]) => [status, documentedResponse(dialect, all)]));
}

function documentedFailureOf(
  dialect: Dialect,
  schema: { $ref: string },
  example: Example,
  context: ExampleContext,
): DocumentedFailure {
  const code = (typeof example === 'string' ? example : example[0]).replace(/^.*:/, '');
  const answer = exampleAnswer(dialect, example, context);
  const type = answer.headers?.['content-type']?.split(';')[0] ?? 'application/json';
  return { code, answer, type, schema: typeof answer.body === 'string' ? { type: 'string' } : schema };
}

function byStatus(worded: DocumentedFailure[]): Map<number, DocumentedFailure[]> {
  const sorted = new Map<number, DocumentedFailure[]>();
  for (const one of worded) sorted.set(one.answer.status, [...(sorted.get(one.answer.status) ?? []), one]);
  return sorted;
}

/** The content of a page in the documents. */
export const htmlContent = {
  schema: { type: 'string' as const },
  example: '<!doctype html><title>…</title>',
};

function namesOf(worded: DocumentedFailure[]): string {
  return [...new Set(worded.map(({ code }) => `\`${code}\``))].join(', ');
}

function documentedResponse(dialect: Dialect, worded: DocumentedFailure[]): DocumentedResponse {
  const { status, headers = {} } = worded[0]!.answer;
  const types = [...new Set(worded.map(({ type }) => type))];
  const hasPage = worded.some(({ code }) => code === 'route-not-found');
  return {
    description: namesOf(worded),
    headers: documentedHeaders(status === 429 ? { ...headers, ...limitHeaders(dialect) } : headers),
    content: {
      ...Object.fromEntries(
        types.map((type) => {
          const all = worded.filter((one) => one.type === type);
          const examples = Object.fromEntries(all.map(({ code, answer }) => [code, { value: answer.body }]));
          return [type, { schema: all[0]!.schema, examples }];
        }),
      ),
      // For clients that prefer HTML.
      ...(hasPage && { 'text/html': htmlContent }),
    },
  };
}

/** The dialect's headers of a 429, when the limit per token is reached. */
function limitHeaders(dialect: Dialect): Record<string, string> {
  const quota = { requests: 60_000, seconds: 60 };
  const usage = {
    limit: 'per-key',
    quota,
    used: quota.requests,
    remaining: 0,
    isExceeded: true,
    msLeft: 27_000,
  };
  return dialect.rates.headers([usage], Date.UTC(2026, 10, 22, 12));
}

function documentedHeaders(headers: Record<string, string>): DocumentedResponse['headers'] {
  const others = Object.entries(headers).filter(([name]) => name !== 'content-type');
  return Object.fromEntries(
    others.map(([name, example]) => [
      headerNames[name] ?? name,
      { description: headerTexts[name] ?? name, schema: { type: 'string' }, example },
    ]),
  );
}

const headerNames: Record<string, string> = {
  allow: 'Allow',
  'www-authenticate': 'WWW-Authenticate',
  'retry-after': 'Retry-After',
  ratelimit: 'RateLimit',
  'ratelimit-policy': 'RateLimit-Policy',
  'x-ratelimit-limit': 'X-RateLimit-Limit',
  'x-ratelimit-remaining': 'X-RateLimit-Remaining',
  'x-ratelimit-reset': 'X-RateLimit-Reset',
};

const headerTexts: Record<string, string> = {
  'www-authenticate': 'The challenge (RFC 6750)',
  allow: 'Methods that the path supports',
  'retry-after': 'Seconds to wait before the next attempt',
  ratelimit: 'Remaining requests of each limit (`r`), and the seconds until its reset (`t`)',
  'ratelimit-policy': 'Limits that count the request: requests (`q`) in a window of seconds (`w`)',
  'x-ratelimit-limit': 'Requests that the limit allows',
  'x-ratelimit-remaining': 'Remaining requests',
  'x-ratelimit-reset': 'Time of the reset, since the epoch',
};

/**
 * Documents headers of the response with this status. Keeps its metadata: `ApiResponse` alone would drop the
 * body type that the plugin added.
 */
export function ApiResponseHeaders(status: number, headers: ApiResponseOptions['headers']): MethodDecorator {
  return (target, key, descriptor) => {
    const known = Reflect.getMetadata('swagger/apiResponse', descriptor.value as object) as
      Record<number, ApiResponseOptions> | undefined;
    ApiResponse({ ...known?.[status], description: '', status, headers })(target, key, descriptor);
  };
}
