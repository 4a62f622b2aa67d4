import type { FastifyReply, FastifyRequest } from 'fastify';
import { dialectFor, pathOf } from '../dialects/registry.js';

/** What a browser must not do with an answer that is not made for it, as OWASP asks. */
const closed = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The reader of the documents runs its own scripts; its styles stand in the page and in attributes. */
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

/** A year; whether it is for subdomains too is for the owner of the domain to say, at the proxy. */
const transportSecurity = 'max-age=31536000';

/** What each dialect's own headers make of the common ones: to merge them for each answer costs a tenth of it. */
const merged = new WeakMap<object, Record<string, string>>();

/** Those of the addresses that are known beforehand, so that they need not be looked into. */
const known = new Map<string, Record<string, string>>();

/** @param route as it was declared; one with parameters is many addresses */
export function learnAddress(route: string): void {
  if (!/[:*]/.test(route)) known.set(route, headersAt(route));
}

/** The headers that every answer at this address has, whatever it is. A handler may set its own instead. */
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
  // Only a trusted proxy can say so: we speak plain HTTP, over which browsers must not be told (RFC 6797 §7.2).
  if (request.protocol === 'https') void reply.header('strict-transport-security', transportSecurity);
}
