import type { FastifyReply, FastifyRequest } from 'fastify';
import { dialectFor, pathOf } from '../dialects/registry.js';

/** OWASP's headers for API responses: nothing may be embedded, executed or cached. */
const closed = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Swagger UI runs its own scripts, and has inline styles. */
const ofReader = {
  ...closed,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
};

/** One year. `includeSubDomains` is the domain owner's decision, made at the proxy. */
const transportSecurity = 'max-age=31536000';

/** Common headers merged with each dialect's. Merging them for each response would cost a tenth of it. */
const merged = new WeakMap<object, Record<string, string>>();

/** Headers by path, for paths without parameters. */
const known = new Map<string, Record<string, string>>();

/** @param route the pattern; one with parameters is skipped */
export function registerAddress(route: string): void {
  if (!/[:*]/.test(route)) known.set(route, headersAt(route));
}

/** Headers of every response at this URL. A handler may override them. */
export function headersAt(url: string): Record<string, string> {
  return known.get(url) ?? headersOf(url);
}

function headersOf(url: string): Record<string, string> {
  const path = pathOf(url);
  if (path === '/docs' || path.startsWith('/docs/')) return ofReader;
  const { headers } = dialectFor(path);
  if (!headers) return closed;
  let all = merged.get(headers);
  if (!all) merged.set(headers, (all = { ...closed, ...headers }));
  return all;
}

export function addHeaders(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(headersAt(request.url)).header('x-request-id', request.id);
  // Only a trusted proxy can set this: browsers ignore the header over plain HTTP (RFC 6797 §7.2).
  if (request.protocol === 'https') void reply.header('strict-transport-security', transportSecurity);
}
