import type { IncomingHttpHeaders } from 'node:http';
import { presentedIn } from '../../../access/presented.js';

/**
 * The secret in a proxied request: from `Authorization: Bearer`, else from `X-Auth-Token`, else from the
 * named cookie. Other schemes belong to the service behind the proxy.
 */
export function presentedToken(headers: IncomingHttpHeaders, cookie: string | undefined): string | undefined {
  const bearer = presentedIn(headers.authorization ?? '');
  if (bearer?.scheme === 'bearer' && !bearer.name) return bearer.secret;
  const { 'x-auth-token': authToken } = headers;
  if (typeof authToken === 'string' && authToken !== '') return authToken;
  return cookie === undefined ? undefined : cookieOf(headers.cookie ?? '', cookie);
}

/** Parses RFC 6265 §4.2. The first of several cookies with one name counts. */
function cookieOf(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    const text = value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    try {
      return decodeURIComponent(text) || undefined;
    } catch {
      return text;
    }
  }
  return undefined;
}
