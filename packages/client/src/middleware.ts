import type { Tokenwright } from './client.js';
import { type Demands, type Verdict, Verifier, type VerifierOptions } from './verifier.js';

/** What a request must have for a token to be found in it; every framework's has. */
export interface RequestLike {
  headers: { authorization?: string | undefined };
}

/**
 * What a middleware is given: how to ask, and what to ask for. With a `Verifier` of yours only the latter counts, so
 * that several share one cache.
 *
 * @typeParam R the framework's request
 */
export interface VerifyOptions<R> extends VerifierOptions, Omit<Demands, 'ecosystemId'> {
  /** Of this ecosystem, or of the one that the request is about: undefined refuses. Account tokens are of none. */
  ecosystemId?: string | ((request: R) => string | undefined);
}

/** Judges requests as the options say. */
export function judge<R extends RequestLike>(
  asked: Tokenwright | Verifier,
  options: VerifyOptions<R>,
): (request: R) => Promise<Verdict> {
  const verifier = 'verify' in asked ? asked : new Verifier(asked, options);
  const { permissions, holders, ecosystemId } = options;
  return (request) =>
    verifier.verify(request.headers.authorization, {
      permissions,
      holders,
      // No ecosystem has an empty id: whose request names none is refused, not let through to any.
      ecosystemId: typeof ecosystemId === 'function' ? (ecosystemId(request) ?? '') : ecosystemId,
    });
}
