import type { Tokenwright } from './client.js';
import { type Demands, type Verdict, Verifier, type VerifierOptions } from './verifier.js';

/** What a request must have for a token to be found in it; every framework's has. */
export interface RequestLike {
  headers: { authorization?: string | undefined; cookie?: string | undefined };
}

/**
 * Where a request carries its secret: in the cookie of this name, or where your function finds it. Nothing, or an empty
 * text, is a request without a token.
 *
 * @typeParam R the framework's request
 */
export type SecretSource<R> =
  { cookie: string } | ((request: R) => string | null | undefined | Promise<string | null | undefined>);

/**
 * What a middleware is given: how to ask, and what to ask for. With a `Verifier` of yours only the latter counts, so
 * that several share one cache.
 *
 * @typeParam R the framework's request
 */
export interface VerifyOptions<R> extends VerifierOptions, Omit<Demands, 'ecosystemId'> {
  /** Of this ecosystem, or of the one that the request is about: undefined refuses. Account tokens are of none. */
  ecosystemId?: string | ((request: R) => string | undefined);
  /** Replaces the header `Authorization`, which then no longer counts. */
  secretFrom?: SecretSource<R>;
}

/**
 * Judges requests as the options say.
 *
 * @param headerOf reads a header of the framework's request
 */
export function judge<R>(
  asked: Tokenwright | Verifier,
  options: VerifyOptions<R>,
  headerOf: (request: R, name: 'authorization' | 'cookie') => string | null | undefined,
): (request: R) => Promise<Verdict> {
  const verifier = 'verify' in asked ? asked : new Verifier(asked, options);
  const { permissions, holders, ecosystemId, secretFrom } = options;
  if (typeof secretFrom === 'object' && !/^[\w!#$%&'*+.^`|~-]+$/.test(secretFrom.cookie))
    throw new RangeError('secretFrom.cookie must be the name of a cookie');
  const secretOf = (request: R) =>
    typeof secretFrom === 'object'
      ? cookieIn(headerOf(request, 'cookie'), secretFrom.cookie)
      : secretFrom?.(request);
  return async (request) => {
    const authorization = secretFrom ? bearer(await secretOf(request)) : headerOf(request, 'authorization');
    return verifier.verify(authorization, {
      permissions,
      holders,
      // No ecosystem has an empty id: whose request names none is refused, not let through to any.
      ecosystemId: typeof ecosystemId === 'function' ? (ecosystemId(request) ?? '') : ecosystemId,
    });
  };
}

/** Reads a header where requests keep them in an object, as in Node. */
export function headerOf(request: RequestLike, name: 'authorization' | 'cookie'): string | undefined {
  return request.headers[name];
}

function bearer(secret: unknown): string | undefined {
  return typeof secret === 'string' && secret ? `Bearer ${secret}` : undefined;
}

/** The first of this name, which by RFC 6265 has the most specific path. */
function cookieIn(header: string | null | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [found, ...value] = pair.trim().split('=');
    if (found === name) return decoded(value.join('=').replace(/^"(.*)"$/, '$1'));
  }
  return undefined;
}

/** Frameworks percent-encode what they put into a cookie. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
