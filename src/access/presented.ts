import type { FastifyRequest } from 'fastify';
import { Failure, invalidField } from '../common/failure.js';

export interface Presented {
  /** `basic` and `form` are OAuth client credentials (RFC 6749 §2.3.1). */
  scheme: 'bearer' | 'basic' | 'form';
  /** The ecosystem named by the credentials, or the client id. */
  name: string | undefined;
  secret: string;
}

/**
 * Parses `Authorization`: `Bearer SECRET` (RFC 6750), the bare `SECRET` (Droplit), with an ecosystem before a
 * colon (`Bearer ORG_ID:API_KEY`, Strigo), or `Basic`. Undefined when it is unreadable.
 */
export function presentedIn(authorization: string): Presented | undefined {
  const presented = /^\s*(?:Bearer\s+)?(?:([^\s:]+):)?([^\s:]+)\s*$/i.exec(authorization);
  if (presented) return { scheme: 'bearer', name: presented[1], secret: presented[2]! };
  const basic = /^\s*Basic\s+([A-Za-z0-9+/_-]+=*)\s*$/i.exec(authorization);
  return basic ? presentedInBasic(Buffer.from(basic[1]!, 'base64').toString('utf8')) : undefined;
}

/** Credentials of the header, else of the form, for routes that take client credentials. */
export function presentedBy({ headers, body }: FastifyRequest): Presented | undefined {
  return headers.authorization ? presentedIn(headers.authorization) : presentedInForm(body);
}

export function sendsForm({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '');
}

/** @throws Failure `invalid-input` for credentials in both header and form: RFC 6749 §2.3 allows one method */
export function demandOneMethod(request: FastifyRequest): void {
  const fields = request.body as Record<string, unknown> | undefined;
  if (fields?.client_secret === undefined || !request.headers.authorization || !sendsForm(request)) return;
  throw brokenField('client_secret', 'must not be sent together with the header Authorization');
}

/** Both parts are form-urlencoded before they are joined (RFC 6749 §2.3.1). */
function presentedInBasic(pair: string): Presented | undefined {
  const colon = pair.indexOf(':');
  const name = decoded(pair.slice(0, Math.max(colon, 0)));
  const secret = decoded(pair.slice(colon + 1));
  return colon < 0 || !name || !secret ? undefined : { scheme: 'basic', name, secret };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** @throws Failure `invalid-input` for a repeated field, or a secret without a client id */
function presentedInForm(body: unknown): Presented | undefined {
  const { client_id: name, client_secret: secret } = (body ?? {}) as Record<string, unknown>;
  if (secret === undefined || secret === '') return undefined;
  if (typeof secret !== 'string') throw brokenField('client_secret', 'must occur once');
  if (typeof name !== 'string' || name === '') throw brokenField('client_id', 'must occur once');
  return { scheme: 'form', name, secret };
}

function brokenField(field: string, text: string): Failure {
  return invalidField('body', field, 'client-credentials', `${field} ${text}`);
}
