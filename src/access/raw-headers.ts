import type { IncomingMessage } from 'node:http';
import { Failure } from '../common/failure.js';

/** Maximum header lines of a request. Node drops further ones silently. */
export const mostHeaderLines = 200;

/**
 * Headers that must not repeat: we and a proxy could use different ones. List headers (`If-Match`, `Cookie`,
 * `X-Forwarded-For` and similar) may.
 */
const single = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'origin',
  'transfer-encoding',
  'x-auth-token',
  'x-user-id',
]);

/** `uri-host [":" port]` of RFC 9110 §7.2: no user, no path. */
const validHost = /^(?:[\w.~!$&'()*+,;=%-]*|\[[\da-f:.]+\])(?::\d*)?$/i;

/** Whether the proxy at this address is trusted. `hop` counts from ours. */
export type TrustedProxy = (address: string, hop: number) => boolean;

/**
 * Checks framing and addressing. Undefined for nearly all requests, at the cost of a count.
 *
 * @param isTrusted proxies whose `X-Forwarded-Host` replaces `Host`; none when omitted
 * @returns a failure after which the connection must not be read further
 */
export function headerFault(request: IncomingMessage, isTrusted?: TrustedProxy): Failure | undefined {
  const { rawHeaders, headers, httpVersion, url, socket } = request;
  const lines = rawHeaders.length / 2;
  if (lines > mostHeaderLines) return new Failure('headers-too-large', 'There are too many headers');
  const { host, 'transfer-encoding': encoding } = headers;
  if (host === undefined && httpVersion === '1.1') return bad('The header Host is missing');
  if (host !== undefined && !validHost.test(host)) return bad('The header Host is not valid');
  if (encoding !== undefined && (encoding.toLowerCase() !== 'chunked' || httpVersion !== '1.1')) {
    return bad('The transfer encoding must be chunked');
  }
  const repeated = lines === Object.keys(headers).length ? undefined : repeatedIn(rawHeaders);
  if (repeated) return bad(`The header ${repeated} must occur once`);
  const forwarded = headers['x-forwarded-host'];
  if (forwarded !== undefined && isTrusted?.(socket.remoteAddress ?? '', 0)) {
    const fault = faultOfForwarded(forwarded.toString());
    if (fault) return fault;
  }
  return url!.startsWith('/') ? undefined : faultOfTarget(url!, host);
}

function repeatedIn(rawHeaders: string[]): string | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    if (!single.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** Proxies that append keep the client's value, so with several hosts the right one is unknown. */
function faultOfForwarded(host: string): Failure | undefined {
  if (host.includes(',')) return bad('The header X-Forwarded-Host must occur once, with one host');
  return validHost.test(host) ? undefined : bad('The header X-Forwarded-Host is not valid');
}

/** The absolute form, which proxies use, also names the host. */
function faultOfTarget(url: string, host: string | undefined): Failure | undefined {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1];
  if (authority === undefined) return undefined;
  if (!validHost.test(authority)) return bad('The host in the URL is not valid');
  return host === undefined || withoutUsualPort(authority) === withoutUsualPort(host)
    ? undefined
    : bad('The header Host names another host than the URL');
}

function withoutUsualPort(host: string): string {
  return host.toLowerCase().replace(/:(80|443)?$/, '');
}

function bad(message: string): Failure {
  return new Failure('bad-request', message);
}
