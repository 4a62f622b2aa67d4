/** How often, and how soon, a call is made again that failed for no fault of its own. */
export interface RetryOptions {
  /** How many times more at the most; 2 when left out, 0 for never. */
  retries?: number;
  /** Longest wait before the first of them, in ms; it doubles with each. 200 when left out. */
  minDelay?: number;
  /** Longest wait of all, in ms; 10,000 when left out. A longer `Retry-After` is not waited for: the call fails. */
  maxDelay?: number;
}

/** What holds for one call. */
export interface CallOptions extends RetryOptions {
  /** Ends the call, whatever it is doing; what it was aborted with is thrown. */
  signal?: AbortSignal;
  /** Longest time that one attempt may take, in ms; for a stream, that nothing may come or go. */
  timeout?: number;
}

/** For POSTs with an effect. */
export interface KeyedOptions extends CallOptions {
  /**
   * `Idempotency-Key`: of calls with the same one only the first has an effect, for 24 hours. A random one when left
   * out, which makes the client's own retries safe; give your own to make a repetition safe over a crash of yours.
   */
  idempotencyKey?: string;
}

/** For changes of what somebody else may change too. */
export interface ChangeOptions extends CallOptions {
  /** ETag that must still be the current one (`answerOf(view)?.etag`); else `precondition-failed`. */
  ifMatch?: string;
}

/** For what ends a whole ecosystem. */
export interface ConfirmOptions extends ChangeOptions {
  /** Its id once more. */
  confirm?: string;
}

/** For PUT, which may make something new. */
export interface DefineOptions extends ChangeOptions {
  /** `*`: it must not be there yet; else `precondition-failed`. */
  ifNoneMatch?: string;
}

/** For reading what one may have already. */
export interface ReadOptions extends CallOptions {
  /** ETag of what you have: the call resolves to undefined when it is still the current one. */
  ifNoneMatch?: string;
}

export interface ClientOptions extends RetryOptions {
  /** Where Tokenwright is, such as `https://tokens.acme.example`; a path before `/v1` is kept. */
  baseUrl: string | URL;
  /**
   * Secret of the token that you present, or what gives it, which is asked before each attempt. Leave it out for open
   * routes; an empty one, null or undefined, is a `TypeError`.
   */
  secret?: string | (() => string | Promise<string>);
  /** Told once when Tokenwright refuses the secret, without the secret; `console.warn` when left out. */
  warn?: (text: string) => void;
  /** Longest time that one attempt may take, in ms; 10,000 when left out. */
  timeout?: number;
  /** What to fetch with instead of the platform's own. */
  fetch?: typeof globalThis.fetch;
}
