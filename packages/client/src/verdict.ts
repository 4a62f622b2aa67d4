import type { Introspection, SelfView } from './native.generated.js';

/** What a token may be allowed to do. */
export type Permission = SelfView['permissions'][number];

/** What introspection says of a live token, and its `scope` as a list. */
export type VerifiedToken = Introspection & { active: true; permissions: string[] };

/** How a request is refused. */
export interface Refusal {
  status: 401 | 403 | 503;
  /** With `WWW-Authenticate` (RFC 6750) for 401 and 403, `Retry-After` for 503. */
  headers: Record<string, string>;
  /** A problem (RFC 9457). */
  body: { type: 'about:blank'; title: string; status: number; detail: string; code: RefusalCode };
}

/** A subset of Tokenwright's own codes. */
export type RefusalCode = 'unauthenticated' | 'permission-denied' | 'wrong-holder' | 'unavailable';

/** Whether a request may pass, and as whom. */
export type Verdict = { token: VerifiedToken; refusal?: undefined } | { token?: undefined; refusal: Refusal };

const titles: Record<RefusalCode, string> = {
  unauthenticated: 'Not authenticated',
  'permission-denied': 'Permission denied',
  'wrong-holder': 'Wrong holder',
  unavailable: 'Unavailable',
};

function refusal(
  status: Refusal['status'],
  code: RefusalCode,
  detail: string,
  header: [string, string],
): { refusal: Refusal } {
  return {
    refusal: {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        [header[0]]: header[1],
      },
      body: { type: 'about:blank', title: titles[code], status, detail, code },
    },
  };
}

function challenge(realm: string, more: Record<string, string> = {}): [string, string] {
  const parts = Object.entries({ realm, ...more }).map(([name, value]) => `${name}="${value}"`);
  return ['www-authenticate', `Bearer ${parts.join(', ')}`];
}

/** @param presented whether a token came at all */
export function notAuthenticated(realm: string, presented: boolean): Verdict {
  return presented
    ? refusal(401, 'unauthenticated', 'The token is not valid', challenge(realm, { error: 'invalid_token' }))
    : refusal(401, 'unauthenticated', 'A token is needed', challenge(realm));
}

/** @param permissions all that are needed, as the challenge tells them */
export function permissionDenied(realm: string, permissions: readonly string[]): Verdict {
  const scope = permissions.join(' ');
  const detail = `This needs the permission ${permissions.join(', ')}`;
  return refusal(403, 'permission-denied', detail, challenge(realm, { error: 'insufficient_scope', scope }));
}

/** For a token that no permission would help: it is of another ecosystem, or of another kind of holder. */
export function wrongHolder(realm: string): Verdict {
  const detail = 'This is not for the holder of this token';
  return refusal(403, 'wrong-holder', detail, challenge(realm, { error: 'insufficient_scope' }));
}

/** @param retryAfter seconds */
export function unavailable(retryAfter: number): Verdict {
  const detail = 'The token cannot be verified at the moment';
  return refusal(503, 'unavailable', detail, ['retry-after', String(Math.ceil(retryAfter))]);
}
