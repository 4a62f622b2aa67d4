import type { Answer, FailureContext, ToResponse } from '../../dialect.js';

/** OAuth operations: introspection (RFC 7662) and revocation by secret (RFC 7009). */
export const oauthPaths = ['/v1/tokens/introspect', '/v1/tokens/revoke'];

/** OAuth error codes (RFC 6749 §5.2, RFC 6750 §3.1). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_token'
  | 'unauthorized_client'
  | 'insufficient_scope'
  | 'temporarily_unavailable'
  | 'server_error';

const bearer = 'Bearer realm="tokenwright"';
const basic = 'Basic realm="tokenwright", charset="UTF-8"';

/** Failures that RFC 6749 §5.2 answers with 400. */
const unreadable = new Set<string>(['bad-request', 'malformed-body', 'invalid-input']);

const passing = new Set<string>(['request-in-flight', 'rate-limited', 'overloaded', 'unavailable']);

/**
 * Adapts failures on OAuth's paths: `application/json` with `error` and `error_description` for a form, and a
 * problem with the member `error` for JSON.
 *
 * @param plain the response on all other paths
 */
export function asOAuthError(plain: ToResponse): ToResponse {
  return (failure, context) => {
    const answer = plain(failure, context);
    if (!oauthPaths.includes(context.path)) return answer;
    const { code, message, detail } = failure;
    const scheme = schemeOf(context);
    const isRefused = answer.status === 401;
    const status = unreadable.has(code) ? 400 : answer.status;
    const error = errorOf(code, answer.status, scheme);
    const challenge = isRefused && challengeTo(scheme, detail.presented);
    const headers = { ...answer.headers, ...(challenge && { 'www-authenticate': challenge }) };
    if (context.isForm) return asForm({ status, headers }, error, message);
    // A problem expresses the other cases by its own members.
    const namesError =
      error === 'invalid_request' ? status === 400 : error === 'invalid_client' && scheme === 'basic';
    return { status, headers, body: { ...(answer.body as object), status, ...(namesError && { error }) } };
  };
}

function asForm({ status, headers }: Omit<Answer, 'body'>, error: OAuthErrorCode, message: string): Answer {
  // RFC 6749 §5.2 forbids quotation marks, backslashes and non-ASCII characters.
  const description = message.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'");
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
    body: { error, error_description: description },
  };
}

type Scheme = 'bearer' | 'basic' | undefined;

function schemeOf({ authorization }: FailureContext): Scheme {
  if (!authorization) return undefined;
  return /^\s*Basic\s/i.test(authorization) ? 'basic' : 'bearer';
}

function errorOf(code: string, status: number, scheme: Scheme): OAuthErrorCode {
  if (status === 401) return scheme === 'bearer' ? 'invalid_token' : 'invalid_client';
  if (status === 403) return scheme === 'bearer' ? 'insufficient_scope' : 'unauthorized_client';
  if (passing.has(code)) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}

/** Without credentials the challenge names every scheme, else the one that was used. */
function challengeTo(scheme: Scheme, presented: boolean | undefined): string {
  if (scheme === 'bearer') return `${bearer}, error="invalid_token"`;
  return scheme === 'basic' || presented ? basic : `${bearer}, ${basic}`;
}
