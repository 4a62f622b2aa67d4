import type { Tokenwright } from './client.js';
import { TokenwrightError } from './error.js';
import type { Introspection } from './native.generated.js';
import {
  notAuthenticated,
  type Permission,
  permissionDenied,
  unavailable,
  type Verdict,
  type VerifiedToken,
  wrongHolder,
} from './verdict.js';
import { VerifiedAnswers } from './verified-answers.js';

export type { Permission, Refusal, RefusalCode, Verdict, VerifiedToken } from './verdict.js';

/** How a verifier asks, and how long an answer counts. */
export interface VerifierOptions {
  /**
   * By how much an answer may lag behind Tokenwright, in ms: a request that comes this long after a revocation was
   * answered, or later, is refused. 0 when left out: each request is asked about.
   */
  staleness?: number;
  /** How many answers are kept at the most; 10,000 when left out. */
  size?: number;
  /** Longest time of one attempt to ask, in ms; 3,000 when left out. */
  timeout?: number;
  /** How many more attempts; 1 when left out. */
  retries?: number;
  /** Named in `WWW-Authenticate`; `tokenwright` when left out. */
  realm?: string;
  /** Told why Tokenwright could not be asked, whenever a request is answered with 503. */
  onUnavailable?: (error: unknown) => void;
}

/** What is asked of a token, beside that it lives. */
export interface Demands {
  /** All of them are needed. */
  permissions?: readonly Permission[];
  /** Of this ecosystem. Account tokens are of none, and are refused. */
  ecosystemId?: string;
  /** One of these kinds of holder; any when left out. */
  holders?: readonly NonNullable<Introspection['holder']>[];
}

/** Nobody who waits for an answer of yours is kept waiting longer than this for a further attempt, in ms. */
const maxDelay = 1000;

/** Decides whether a request may pass, by the Bearer token that it presents. */
export class Verifier {
  private readonly answers: VerifiedAnswers;
  private readonly realm: string;

  /** @param client presents a token that has `tokens:introspect`, such as a server token of the ecosystem */
  constructor(
    private readonly client: Tokenwright,
    private readonly options: VerifierOptions = {},
  ) {
    const { staleness = 0, size = 10_000, realm = 'tokenwright' } = options;
    if (!(staleness >= 0) || !(size >= 0)) throw new RangeError('staleness and size must be 0 or more');
    if (!client.hasSecret) throw new TypeError('The client needs the secret of a token that may introspect');
    if (!/^[\w .:/-]+$/.test(realm)) throw new RangeError('realm must be plain words');
    this.answers = new VerifiedAnswers(staleness, size);
    this.realm = realm;
  }

  /** @param authorization the request's header `Authorization` */
  async verify(authorization: string | null | undefined, demands: Demands = {}): Promise<Verdict> {
    const [, secret] = /^Bearer +(.+)$/i.exec(authorization ?? '') ?? [];
    if (secret === undefined) return notAuthenticated(this.realm, false);
    if (!/^[\w.~+/=-]+$/.test(secret)) return notAuthenticated(this.realm, true);
    let answer: Introspection;
    try {
      answer = await this.answers.get(secret, () => this.ask(secret));
    } catch (error) {
      this.options.onUnavailable?.(error);
      if (error instanceof TokenwrightError && error.status === 403) {
        this.client.warnOnce(
          'Tokenwright refuses to be asked: the secret of this client needs tokens:introspect',
        );
      }
      return unavailable((error instanceof TokenwrightError && error.retryAfter) || 1);
    }
    if (!answer.active) return notAuthenticated(this.realm, true);
    return this.judged(answer, demands);
  }

  private judged(answer: Introspection, { permissions = [], ecosystemId, holders }: Demands): Verdict {
    const isOthers = ecosystemId !== undefined && answer.ecosystem_id !== ecosystemId;
    if (isOthers || (holders && !holders.includes(answer.holder!))) return wrongHolder(this.realm);
    const held = (answer.scope ?? '').split(' ').filter(Boolean);
    if (!permissions.every((permission) => held.includes(permission))) {
      return permissionDenied(this.realm, permissions);
    }
    return { token: { ...answer, active: true, permissions: held } satisfies VerifiedToken };
  }

  private ask(secret: string): Promise<Introspection> {
    const { timeout = 3000, retries = 1 } = this.options;
    return this.client.tokens.introspect(secret, { timeout, retries, maxDelay });
  }
}
