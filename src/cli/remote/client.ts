import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { exits, Stop } from '../exit.js';
import type { View } from '../tables.js';
import { refusalOf } from './refusal.js';
import { demandTokenwright } from './sign-in/who-answers.js';

export interface Question {
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as JSON lines. */
  lines?: string;
  accept?: string;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

/** How often a request is sent that may be repeated without harm, and the first pause between two of them, in ms. */
const patience = { attempts: 8, firstPause: 250, longestPause: 30_000 };
/** How long an answer may take, in ms. */
const deadline = 300_000;
const longestPage = 200;

interface Page {
  data: View[];
  page: { nextCursor: string | null };
}

/** Worth another try: the way was broken, or the service asked for a pause of so many ms. */
class Retryable extends Stop {
  constructor(
    message: string,
    readonly retryAfter: number | undefined,
    problem?: object,
  ) {
    super(exits.unreachable, message, problem);
  }
}

/** A running service, asked over HTTP with one token. */
export class Service {
  private isKnown: boolean;

  /** @param isKnown whether it has proved to be Tokenwright; else it is asked before the token is sent */
  constructor(
    readonly url: string,
    private readonly token: string | undefined,
    isKnown = false,
  ) {
    this.isKnown = isKnown;
  }

  /** What it answers, parsed; undefined when that is nothing. @throws Stop when it refuses or cannot be reached */
  async ask<T = View>(method: string, path: string, question: Question = {}): Promise<T> {
    return (await this.attempt(method, path, question, randomUUID())) as T;
  }

  /** As `ask`, but goes on trying for a while when the way is broken. For what may be repeated without harm. */
  async insist<T = View>(method: string, path: string, question: Question = {}): Promise<T> {
    const key = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.attempt(method, path, question, key)) as T;
      } catch (error) {
        if (!(error instanceof Retryable) || attempt === patience.attempts) throw error;
        const wait = error.retryAfter ?? patience.firstPause * 2 ** (attempt - 1);
        await pause(Math.min(wait, patience.longestPause), undefined, { signal: question.signal }).catch(
          stopped,
        );
      }
    }
  }

  /** The pages of a list, until `limit` things were seen. */
  async *pages(
    path: string,
    query: Question['query'],
    limit = Infinity,
  ): AsyncGenerator<{ items: View[]; isCut: boolean }> {
    let cursor: string | undefined;
    for (let left = limit; left > 0;) {
      const question = { query: { ...query, limit: Math.min(left, longestPage), cursor } };
      // Whoever has come so far does not begin again because the way broke.
      const { data, page } = cursor
        ? await this.insist<Page>('GET', path, question)
        : await this.ask<Page>('GET', path, question);
      left -= data.length;
      cursor = page.nextCursor ?? undefined;
      yield { items: data, isCut: cursor !== undefined && left <= 0 };
      if (cursor === undefined) return;
    }
  }

  /**
   * The things of an answer of JSON lines, however long, as they come. Where it breaks off it is asked on, behind the
   * last thing that came.
   */
  async *lines(path: string, query: Question['query']): AsyncGenerator<View> {
    let after: string | undefined;
    for (let failures = 0; ; failures += 1) {
      try {
        const question = {
          query: { ...query, after },
          accept: 'application/x-ndjson, application/problem+json',
        };
        const response = await this.send('GET', path, question, '');
        if (!response.ok) throw this.refusal(response, await response.text());
        for await (const line of createInterface({
          input: Readable.fromWeb(response.body as ReadableStream),
        })) {
          const view = JSON.parse(line) as View;
          yield view;
          after = String(view.id);
          failures = 0;
        }
        return;
      } catch (error) {
        if (error instanceof Stop && !(error instanceof Retryable)) throw error;
        if (after === undefined || failures === patience.attempts) throw error;
        await pause(Math.min(patience.firstPause * 2 ** failures, patience.longestPause));
      }
    }
  }

  private async attempt(method: string, path: string, question: Question, key: string): Promise<unknown> {
    const response = await this.send(method, path, question, key);
    const text = await response.text().catch((error) => this.broken(error, question.signal));
    const type = response.headers.get('content-type') ?? '';
    if (response.ok) return parsed(text, type, this.url);
    throw this.refusal(response, text);
  }

  private refusal(response: Response, text: string): Stop {
    const type = response.headers.get('content-type') ?? '';
    const { message, exitCode, problem } = refusalOf(response.status, type, text, this.url);
    // The same request is still being answered, to somebody who no longer listens.
    const isUnderWay = problem?.code === 'request-in-flight';
    if (exitCode !== exits.unreachable && !isUnderWay) return new Stop(exitCode, message, problem);
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new Retryable(message, Number.isFinite(after) ? after * 1000 : undefined, problem);
  }

  private async send(
    method: string,
    path: string,
    { query = {}, json, lines, accept, signal }: Question,
    key: string,
  ): Promise<Response> {
    const url = new URL(`${this.url}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const ends = AbortSignal.timeout(deadline);
    try {
      if (!this.isKnown) await demandTokenwright(this.url);
      this.isKnown = true;
      return await fetch(url, {
        method,
        headers: {
          ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
          ...(method === 'POST' && { 'idempotency-key': key }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...(lines !== undefined && { 'content-type': 'application/x-ndjson' }),
          accept: accept ?? 'application/json, application/problem+json',
        },
        body: json === undefined ? lines : JSON.stringify(json),
        // The token goes to the service that was named, and nowhere else.
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, ends]) : ends,
      });
    } catch (error) {
      return this.broken(error, signal);
    }
  }

  private broken(error: unknown, signal: AbortSignal | undefined): never {
    if (signal?.aborted) stopped();
    if (error instanceof Stop) throw error;
    throw new Retryable(`${this.url} cannot be reached: ${causeOf(error)}`, undefined);
  }
}

function stopped(): never {
  throw new Stop(exits.interrupted, 'Stopped.');
}

function parsed(text: string, type: string, url: string): unknown {
  if (text === '') return undefined;
  if (/ndjson/.test(type)) return text;
  if (/json/.test(type)) return JSON.parse(text);
  throw new Stop(exits.failed, `${url} does not answer as Tokenwright does: is it the right address?`);
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException & { errors?: Error[] } };
  if (cause?.code === 'ECONNREFUSED') return 'nothing listens there. Does it run (tokenwright start)?';
  if (cause?.code === 'ENOTFOUND') return 'there is no such host.';
  return cause?.message || cause?.code || message;
}
