import { createHash } from 'node:crypto';
import type { Caller } from '../common/caller.js';
import { invalidField } from '../common/failure.js';

/** Identity of a request with an `Idempotency-Key`. */
export interface KeyedRequest {
  /** SHA-256 of the caller, the address and the key. */
  id: string;
  /** SHA-256 of the content. */
  fingerprint: string;
  /** The presented secret, from which the encryption key of the answer is derived. */
  secret: string;
}

/** The route pattern of the handler and its parameter values. */
export interface Address {
  method: string;
  route: string;
  parameters: unknown;
}

/** 1 to 255 visible ASCII characters. */
export const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** @throws Failure `invalid-input` for a key that does not match `keyPattern` */
export function checkKey(key: string): void {
  if (keyPattern.test(key)) return;
  const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters';
  throw invalidField('header', 'Idempotency-Key', 'matches', message);
}

/**
 * Differs for each caller, address and key. The ecosystem counts too: an account token can be bound to an
 * ecosystem per request.
 */
export function idOf(
  { tokenId, ecosystemId }: Caller,
  { method, route, parameters }: Address,
  key: string,
): string {
  return digestOf([tokenId, ecosystemId, method, route, parameters, key]);
}

/** Hash of the parsed body and query. White space and the order of fields make no difference. */
export function fingerprintOf(body: unknown, query: unknown): string {
  return digestOf([body ?? null, query ?? null]);
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value, 0), 'utf8').digest('base64url');
}

/** Deeper than any body that a handler accepts; deeper content is ignored. */
const deepest = 32;

function canonical(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth > deepest) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field, depth + 1)}`);
  return `{${fields.join(',')}}`;
}
