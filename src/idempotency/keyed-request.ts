import { createHash } from 'node:crypto';
import type { Caller } from '../common/caller.js';
import { invalidField } from '../common/failure.js';

/** How a request with an `Idempotency-Key` is known again. */
export interface KeyedRequest {
  /** SHA-256 of who asks, where, and the key. */
  id: string;
  /** SHA-256 of what is asked. */
  fingerprint: string;
  /** What the caller presented: the answer is kept under a key that follows from it. */
  secret: string;
}

/** Which handler is asked: its address with the parameters' names, and their values. */
export interface Address {
  method: string;
  route: string;
  parameters: unknown;
}

/** 1 to 255 visible ASCII characters. */
export const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** @throws Failure `invalid-input` for a key that is not of `keyPattern` */
export function checkKey(key: string): void {
  if (keyPattern.test(key)) return;
  const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters';
  throw invalidField('header', 'Idempotency-Key', 'matches', message);
}

/**
 * One for each caller, address and key. The ecosystem counts too: with it before the secret, an account token speaks
 * for that ecosystem only.
 */
export function idOf(
  { tokenId, ecosystemId }: Caller,
  { method, route, parameters }: Address,
  key: string,
): string {
  return digestOf([tokenId, ecosystemId, method, route, parameters, key]);
}

/** The body and the query as they are understood: neither white space nor the order of fields makes a difference. */
export function fingerprintOf(body: unknown, query: unknown): string {
  return digestOf([body ?? null, query ?? null]);
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value, 0), 'utf8').digest('base64url');
}

/** Deeper than any body that a handler takes (`InputPipe`): what is there makes no difference. */
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
