import { BrokenOff, readLines, type Lines, sentLines } from './lines.js';
import { routes } from './native.generated.js';
import type { AnswerTo, Given, Operation } from './operations.js';
import type { CallOptions, ChangeOptions, DefineOptions, KeyedOptions, ReadOptions } from './options.js';
import type { Patience } from './patience.js';
import { demandLines, promisedBody, promisedLine } from './promised.js';
import { type Outgoing, type Transport } from './transport.js';

export type AnyOptions = CallOptions & KeyedOptions & ChangeOptions & DefineOptions & ReadOptions;

/** What goes into an operation, whichever it is. */
interface Parts {
  path?: Record<string, string>;
  query?: object;
  body?: unknown;
}

/** POSTs without an effect, or without a further one when they are repeated: they need no key. */
const repeatable = new Set<string>([
  'introspectToken',
  'introspectTokens',
  'explainToken',
  'revokeSecret',
] satisfies Operation[]);

/** Makes an operation of the document a call. */
export class Calls {
  constructor(private readonly transport: Transport) {}

  /** Asks one operation. @throws TokenwrightError */
  ask<O extends Operation>(operation: O, given: Given<O>, options: AnyOptions = {}): Promise<AnswerTo<O>> {
    const call = this.outgoing(operation, given, options);
    return this.transport.send(
      call,
      async (response, patience) => {
        const text = await response.text();
        patience.end();
        return promisedBody(operation, response, text) as AnswerTo<O>;
      },
      options,
    );
  }

  /** As `ask`, but resolves to undefined when what `ifNoneMatch` names is still the current one. */
  read<O extends Operation>(
    operation: O,
    given: Given<O>,
    options?: ReadOptions,
  ): Promise<AnswerTo<O> | undefined> {
    return this.ask(operation, given, options);
  }

  /** As `exchange`, with an operation of the document. */
  lines<T>(
    operation: Operation,
    { path, ...given }: { path?: Record<string, string>; lines?: Lines; query?: object },
    options?: KeyedOptions,
  ): AsyncGenerator<T, void, undefined> {
    return this.exchange<T>(routeTo(operation, path), given, options, operation);
  }

  /**
   * Lines that are asked for again where the answer breaks off, as often as a call is retried.
   *
   * @param ask asks for the lines that follow the last one that came; undefined at the beginning
   */
  async *resumed<T>(
    ask: (last: T | undefined) => AsyncGenerator<T, void, undefined>,
    options?: CallOptions,
  ): AsyncGenerator<T, void, undefined> {
    let last: T | undefined;
    for (let done = 0; ; done += 1) {
      try {
        for await (const line of ask(last)) {
          last = line;
          done = 0;
          yield line;
        }
        return;
      } catch (error) {
        if (!(error instanceof BrokenOff)) throw error;
        await this.transport.retryAfter(error, done, options);
      }
    }
  }

  /**
   * Sends lines of JSON, where there are any, and yields those of the answer as they come (NDJSON).
   *
   * @param lines an array is sent as one body, and again when that fails; from anything else lines are taken as the
   *   connection can take them, once
   * @param operation promises what a line of the answer is; any object when left out
   */
  async *exchange<T>(
    [method, path]: readonly [string, string],
    { lines, query }: { lines?: Lines; query?: object } = {},
    options: KeyedOptions = {},
    operation?: Operation,
  ): AsyncGenerator<T, void, undefined> {
    const isKept = lines === undefined || Array.isArray(lines);
    const call: Outgoing = {
      method,
      path,
      query,
      headers: { ...keyFor(method, options), accept: 'application/x-ndjson' },
      isRepeatable: isKept && method !== 'PATCH',
    };
    if (lines) {
      call.headers['content-type'] = 'application/x-ndjson';
      call.body = sentLines(lines);
    }
    const read = async (response: Response, patience: Patience) => {
      demandLines(response);
      return readLines(response, patience, (line) => promisedLine<T>(line, response.status, operation));
    };
    yield* await this.transport.send(call, read, options);
  }

  private outgoing(operation: Operation, given: Parts, options: AnyOptions): Outgoing {
    const { query, body } = given;
    const [method, path] = routeTo(operation, given.path);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const needsNoKey = method !== 'POST' || repeatable.has(operation);
    return {
      method,
      path,
      query,
      headers: {
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...(options.ifMatch !== undefined && { 'if-match': options.ifMatch }),
        ...(options.ifNoneMatch !== undefined && { 'if-none-match': options.ifNoneMatch }),
        ...(needsNoKey && options.idempotencyKey === undefined ? {} : keyFor(method, options)),
      },
      body: text === undefined ? undefined : () => text,
      isRepeatable: method !== 'PATCH',
    };
  }
}

function keyFor(method: string, { idempotencyKey = randomKey() }: KeyedOptions): Record<string, string> {
  return method === 'POST' ? { 'idempotency-key': idempotencyKey } : {};
}

/** Not `crypto.randomUUID`, which pages without TLS do not have. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Method and path of an operation.
 *
 * @throws TypeError where a part is empty or a step through folders, which would ask for something else
 */
function routeTo(operation: Operation, parts: Record<string, string> = {}): [string, string] {
  const [method, template] = routes[operation];
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = parts[name];
    if (typeof part !== 'string' || part === '' || part === '.' || part === '..') {
      throw new TypeError(`${name} must be an id`);
    }
    return encodeURIComponent(part);
  });
  return [method, path];
}
