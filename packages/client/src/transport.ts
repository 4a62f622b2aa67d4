import { refusalOf, TokenwrightError, unexpected } from './error.js';
import type { CallOptions, ClientOptions } from './options.js';
import { Patience } from './patience.js';
import { pause, waitBefore } from './retries.js';

/** What can be sent. */
export type Content = string | ReadableStream<Uint8Array>;

/** One call, as it goes out with each attempt. */
export interface Outgoing {
  method: string;
  /** From `/` on. */
  path: string;
  query?: object;
  headers: Record<string, string>;
  /** Made anew for each attempt. */
  body?: (patience: Patience) => Content | Promise<Content>;
  /** Whether to make it twice does no more than to make it once. */
  isRepeatable: boolean;
}

/** Reads an answer, and ends the patience with which it was waited for. */
export type Reader<T> = (response: Response, patience: Patience) => Promise<T>;

/** A `URL` forgets an empty user: what was given tells. */
const userInfo = /^\s*[a-z]+:[\\/]*[^\\/?#]*@/i;

/** Sends calls, and sends them again where that is safe. */
export class Transport {
  private readonly base: string;
  private isWarned = false;

  constructor(private readonly options: ClientOptions) {
    const { protocol, origin, pathname, href } = new URL(options.baseUrl);
    if (!/^https?:$/.test(protocol)) throw new TypeError('baseUrl must begin with http:// or https://');
    if (/[?#]/.test(href)) throw new TypeError('baseUrl must have no query and no fragment');
    if (userInfo.test(String(options.baseUrl)))
      throw new TypeError('baseUrl must hold no credentials: give the secret');
    // Left out it is for open routes; an environment variable that is not set is a mistake.
    if ('secret' in options && typeof options.secret !== 'function') demandSecret(options.secret);
    this.base = origin + pathname.replace(/\/+$/, '');
  }

  /** @throws TokenwrightError, or what the signal was aborted with */
  async send<T>(call: Outgoing, read: Reader<T>, options: CallOptions = {}): Promise<T> {
    const policy = { ...this.options, ...defined(options) };
    for (let done = 0; ; done += 1) {
      try {
        return await this.once(call, read, policy);
      } catch (error) {
        if (!call.isRepeatable) throw error;
        await this.retryAfter(error, done, options);
      }
    }
  }

  /**
   * Waits until the call may be made again.
   *
   * @param done how many retries there have been
   * @throws the error, when there is no retry after it
   */
  async retryAfter(error: unknown, done: number, options: CallOptions = {}): Promise<void> {
    const wait = waitBefore(error, done, { ...this.options, ...defined(options) });
    if (wait === undefined) throw error;
    await pause(wait, options.signal);
  }

  private async once<T>(call: Outgoing, read: Reader<T>, options: CallOptions): Promise<T> {
    const patience = new Patience(options.timeout ?? 10_000, options.signal);
    try {
      return await patience.hold(this.attempt(call, read, patience));
    } catch (error) {
      patience.end();
      throw error;
    }
  }

  private async attempt<T>(call: Outgoing, read: Reader<T>, patience: Patience): Promise<T> {
    const { method, path, query, headers, body } = call;
    // A header that cannot be sent is a fault of the caller's, not of the connection.
    const sent = new Headers({ accept: 'application/json', ...(await this.credentials()), ...headers });
    // Called by itself: browsers refuse a `fetch` that is called as a method of something else.
    const fetch = this.options.fetch ?? globalThis.fetch;
    const content = await body?.(patience);
    const response = await broken(
      () =>
        fetch(this.base + path + searchOf(query), {
          method,
          headers: sent,
          body: content,
          signal: patience.signal,
          // The API redirects nowhere, and a secret should not follow to where somebody points.
          redirect: 'manual',
          ...(typeof content === 'object' && { duplex: 'half' }),
        }),
      this.unreachable(),
    );
    const isAwaited = response.ok || (response.status === 304 && 'if-none-match' in headers);
    if (isAwaited) return await broken(() => read(response, patience));
    if (response.status < 400) throw unexpected('The answer leads elsewhere', { status: response.status });
    throw this.told(await broken(() => refusalOf(response)));
  }

  /** Whether calls present a token. */
  get hasSecret(): boolean {
    return this.options.secret !== undefined;
  }

  /** Tells the operator of a refusal, once: that each call fails is seen by nobody who only reads logs. */
  warnOnce(text: string): void {
    if (this.isWarned) return;
    this.isWarned = true;
    const { warn = (line: string) => console.warn(line) } = this.options;
    warn(text);
  }

  private told(refusal: TokenwrightError): TokenwrightError {
    if (refusal.code === 'unauthenticated' && this.hasSecret) {
      this.warnOnce('Tokenwright refuses the secret that this client presents (unauthenticated)');
    }
    return refusal;
  }

  /** Browsers do not tell a script whether CORS or the network failed. */
  private unreachable(): string | undefined {
    const page = (globalThis as { location?: { origin?: string } }).location?.origin;
    if (page === undefined || page === new URL(this.base).origin) return undefined;
    return (
      `Tokenwright at ${this.base} cannot be reached, or the browser hides its answer (CORS): this page is of ${page}, ` +
      'and the native API sends no CORS headers. Reach it through a proxy on the origin of the page'
    );
  }

  private async credentials(): Promise<Record<string, string>> {
    const { secret } = this.options;
    const presented = typeof secret === 'function' ? await secret() : secret;
    if (secret === undefined) return {};
    demandSecret(presented);
    return { authorization: `Bearer ${presented}` };
  }
}

/** @throws TypeError, since platforms repeat a header that they refuse in their own error */
function demandSecret(secret: unknown): asserts secret is string {
  if (typeof secret !== 'string' || !/^[\x21-\x7e]+$/.test(secret))
    throw new TypeError('The secret is missing, empty or cannot stand in a header');
}

/** What the platform throws when a connection fails becomes `unreachable`. */
async function broken<T>(work: () => Promise<T>, message = 'Tokenwright cannot be reached'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TokenwrightError) throw error;
    throw new TokenwrightError(message, { code: 'unreachable', cause: error });
  }
}

function searchOf(query: object = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    for (const one of [value].flat()) {
      if (one !== undefined) search.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  const text = search.toString();
  return text && `?${text}`;
}

/** Without what is given as undefined, so that it does not take a default away. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
