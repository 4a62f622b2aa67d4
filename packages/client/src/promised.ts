import { remember } from './answer.js';
import { type TokenwrightError, unexpected } from './error.js';
import { lineShapes, promised, shapes } from './native.generated.js';
import type { Operation } from './operations.js';

type Shape = Readonly<Record<string, readonly string[]>>;

/**
 * The body of an answer, as the operation promises it: the status, the content type, and the fields with their kinds.
 * Whatever else comes with a 2xx is somebody else's, such as the page of a proxy.
 *
 * @throws TokenwrightError `unexpected-answer`
 */
export function promisedBody(operation: Operation, response: Response, text: string): unknown {
  const { status } = response;
  if (status === 304) return undefined;
  const promise = (promised[operation] as Readonly<Record<number, string>>)[status];
  if (promise === undefined) throw foreign(`the status ${status}`, status);
  if (promise === '') return demandNothing(response, text);
  const type = typeOf(response);
  if (promise.includes('/')) {
    if (type !== promise) throw foreign(type || 'no content type', status);
    return text;
  }
  if (type !== 'application/json') throw foreign(type || 'no content type', status);
  const body = parsed(text, status);
  if (!isA(promise, body)) throw foreign(`JSON that is no ${promise}`, status);
  remember(body, response);
  return body;
}

/**
 * What answers a list by position answers each of it.
 *
 * @param asked what was asked about
 * @throws TokenwrightError `unexpected-answer`
 */
export function demandEach<T>(answers: T[], asked: readonly unknown[]): T[] {
  if (answers.length === asked.length) return answers;
  throw unexpected(`There are ${answers.length} answers to ${asked.length} questions`, {});
}

/**
 * A line of an answer, as the operation promises it; without one any object.
 *
 * @throws TokenwrightError `unexpected-answer`
 */
export function promisedLine<T>(line: string, status: number, operation?: Operation): T {
  const value = parsed(line, status, 'A line of the answer');
  const kind = (lineShapes as Partial<Record<Operation, string>>)[operation!] ?? 'object';
  if (!isA(kind, value)) throw foreign(`a line that is no ${kind}`, status);
  return value as T;
}

/** @throws TokenwrightError `unexpected-answer` for anything but lines of JSON */
export function demandLines(response: Response): void {
  const type = typeOf(response);
  if (type !== 'application/x-ndjson') throw foreign(type || 'no content type', response.status);
}

/** Nothing is what others answer too, but they do not number their answers. */
function demandNothing({ headers, status }: Response, text: string): undefined {
  if (text !== '') throw foreign('a body', status);
  if (!headers.has('x-request-id')) throw foreign('nothing', status);
}

function parsed(text: string, status: number, what = 'The answer'): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unexpected(`${what} is not JSON`, { status, cause });
  }
}

function isA(kind: string, value: unknown): boolean {
  if (kind.endsWith('[]')) return Array.isArray(value) && value.every((item) => isA(kind.slice(0, -2), item));
  const shape = (shapes as Readonly<Record<string, Shape>>)[kind];
  return shape ? fits(value, shape) : kindOf(value) === kind;
}

function fits(body: unknown, shape: Shape): boolean {
  if (kindOf(body) !== 'object') return false;
  const fields = body as Record<string, unknown>;
  const isAlien = !Object.keys(shape).some((name) => fields[name] !== undefined);
  // Where all fields may be missing, one that is there tells whose answer it is.
  return (
    !isAlien && Object.entries(shape).every(([name, kinds]) => kinds.some((kind) => isA(kind, fields[name])))
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function typeOf({ headers }: Response): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

function foreign(what: string, status: number): TokenwrightError {
  return unexpected(`Tokenwright did not answer; somebody else did, with ${what}`, { status });
}
