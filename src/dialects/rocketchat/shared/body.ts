import { createHash, timingSafeEqual } from 'node:crypto';
import { isRefusedKey, parseClientJson } from '../../../common/client-json.js';
import { Failure } from '../../../common/failure.js';

/** Fields of a body, of any type: Rocket.Chat's clients send several forms. */
export type Fields = Record<string, unknown>;

/** The body. 2.x–7.x unwrap `{"payload":"<json>"}`. */
export function fieldsOf(body: unknown): Fields {
  const fields = isFields(body) ? body : {};
  if (typeof fields.payload !== 'string') return fields;
  try {
    const payload = parseClientJson(fields.payload, 'body', 'payload');
    return isFields(payload) ? payload : {};
  } catch (error) {
    if (error instanceof Failure && !isRefusedKey(error)) throw error;
    return {};
  }
}

/** The first of these fields with a text. */
export function firstText(fields: Fields, ...names: string[]): string | undefined {
  return names
    .map((name) => fields[name])
    .find((value): value is string => typeof value === 'string' && value.trim() !== '');
}

/** The user named by the body, up to 7.x: `userId`, else `username`, else `user`. */
export function namedUser(fields: Fields): { id: string } | { username: string } | undefined {
  const id = firstText(fields, 'userId');
  if (id !== undefined) return { id: id.trim() };
  const username = firstText(fields, 'username', 'user');
  return username === undefined ? undefined : { username: username.trim() };
}

export function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
