import { remember } from './answer.js';
import { type TokenwrightError, unexpected } from './error.js';
import { promised, shapes } from './native.generated.js';
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
  if (!fits(body, (shapes as Readonly<Record<string, Shape>>)[promise]!)) {
    throw foreign(`JSON that is no ${promise}`, status);
  }
  remember(body, response);
  return body;
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

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unexpected('The answer is not JSON', { status, cause });
  }
}

function fits(body: unknown, shape: Shape): boolean {
  if (kindOf(body) !== 'object') return false;
  const fields = body as Record<string, unknown>;
  const isAlien = !Object.keys(shape).some((name) => fields[name] !== undefined);
  // Where all fields may be missing, one that is there tells whose answer it is.
  return !isAlien && Object.entries(shape).every(([name, kinds]) => kinds.includes(kindOf(fields[name])));
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
