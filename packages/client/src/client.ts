import { Health, Problems } from './about.js';
import { Audit } from './audit.js';
import { Calls } from './calls.js';
import { Ecosystems } from './ecosystems.js';
import { AccountTokens, ServerTokens } from './keys.js';
import type { Lines } from './lines.js';
import type { SelfView } from './native.generated.js';
import type { QueryOf } from './operations.js';
import type { CallOptions, ClientOptions, KeyedOptions } from './options.js';
import { Roles } from './roles.js';
import { Tokens } from './tokens.js';
import { Transport } from './transport.js';
import { Users } from './users.js';

/** Tokenwright's native API. Every call may reject with a `TokenwrightError`. */
export class Tokenwright {
  readonly ecosystems: Ecosystems;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly serverTokens: ServerTokens;
  readonly accountTokens: AccountTokens;
  readonly roles: Roles;
  readonly audit: Audit;
  readonly health: Health;
  readonly problems: Problems;
  readonly #calls: Calls;
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
    const calls = new Calls(this.#transport);
    this.#calls = calls;
    this.ecosystems = new Ecosystems(calls);
    this.users = new Users(calls);
    this.tokens = new Tokens(calls);
    this.serverTokens = new ServerTokens(calls);
    this.accountTokens = new AccountTokens(calls);
    this.roles = new Roles(calls);
    this.audit = new Audit(calls);
    this.health = new Health(calls);
    this.problems = new Problems(calls);
  }

  /** Whether calls present a token. */
  get hasSecret(): boolean {
    return this.#transport.hasSecret;
  }

  /** Tells `warn` of the options, unless it was told something before. */
  warnOnce(text: string): void {
    this.#transport.warnOnce(text);
  }

  /** Who the presented token makes you. */
  self(options?: CallOptions): Promise<SelfView> {
    return this.#calls.ask('readSelf', {}, options);
  }

  /**
   * Whether the presented token is what a proxy would demand: see `GET /v1/verify`.
   *
   * @throws TokenwrightError `unauthenticated`, `permission-denied`, `wrong-holder`
   */
  verifyAsProxy(demands: QueryOf<'verifyForProxy'>, options?: CallOptions): Promise<void> {
    return this.#calls.ask('verifyForProxy', { query: demands }, options);
  }

  /** What the service tells of itself, as Prometheus reads it. Needs an account token with `metrics:read`. */
  metrics(options?: CallOptions): Promise<string> {
    return this.#calls.ask('readMetrics', {}, options);
  }

  /**
   * Sends and reads lines of JSON (NDJSON): each item of `lines` goes out as one line, each line of the answer is
   * yielded as it comes. Nothing is sent before the first of them is asked for.
   *
   * @typeParam T one line of the answer
   */
  exchange<T>(
    method: 'GET' | 'POST',
    path: `/${string}`,
    given?: { lines?: Lines; query?: object },
    options?: KeyedOptions,
  ): AsyncGenerator<T, void, undefined> {
    return this.#calls.exchange<T>([method, path], given, options);
  }
}
