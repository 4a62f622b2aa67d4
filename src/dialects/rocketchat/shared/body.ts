import { createHash, timingSafeEqual } from 'node:crypto';
import { isRefusedKey, parseClientJson } from '../../../common/client-json.js';
import { Failure } from '../../../common/failure.js';
import type { GivenPassword } from '../../../users/sign-in/password.js';

/** The fields of a body, of any type: Rocket.Chat's clients send them in several forms. */
export type Fields = Record<string, unknown>;

/** The body; 2.x–7.x unwrap `{"payload":"<json>"}` (docs/wire.md#credentials). */
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

/** The text of the first of these fields that has any. */
export function firstText(fields: Fields, ...names: string[]): string | undefined {
  return names
    .map((name) => fields[name])
    .find((value): value is string => typeof value === 'string' && value.trim() !== '');
}

/** Whom the body names, up to 7.x: `userId`, else `username`, else `user`. */
export function namedUser(fields: Fields): { id: string } | { username: string } | undefined {
  const id = firstText(fields, 'userId');
  if (id !== undefined) return { id: id.trim() };
  const username = firstText(fields, 'username', 'user');
  return username === undefined ? undefined : { username: username.trim() };
}

/** Who wants to sign in: by e-mail address or by username. Only `user` may be either: with `@` it is an address. */
export function namedLogin(fields: Fields): { email: string } | { username: string } | undefined {
  const user = firstText(fields, 'user');
  if (user !== undefined) return user.includes('@') ? { email: user } : { username: user };
  const source = isFields(fields.user) ? fields.user : fields;
  const username = firstText(source, 'username');
  if (username !== undefined) return { username };
  const email = firstText(source, 'email');
  return email === undefined ? undefined : { email };
}

/** The password as text or as its SHA-256 in hex; undefined when there is none in a known form. */
export function givenPassword({ password, hashed }: Fields): GivenPassword | undefined {
  const digest = isFields(password) ? (password.digest ?? password.hashed) : hashed;
  if (typeof password === 'string' && password !== '') return { text: password };
  return typeof digest === 'string' && /^[0-9a-f]{64}$/i.test(digest) ? { sha256: digest } : undefined;
}

/** Compares two texts in a time that tells nothing of them. */
export function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
