import { createHash, timingSafeEqual } from 'node:crypto';
import { isRefusedKey, parseClientJson } from '../../../common/client-json.js';
import { Failure } from '../../../common/failure.js';
import type { GivenPassword } from '../../../users/sign-in/password.js';

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

/** The sign-in name: e-mail address or username. Only `user` can be either; with `@` it is an address. */
export function namedLogin(fields: Fields): { email: string } | { username: string } | undefined {
  const user = firstText(fields, 'user');
  if (user !== undefined) return user.includes('@') ? { email: user } : { username: user };
  const source = isFields(fields.user) ? fields.user : fields;
  const username = firstText(source, 'username');
  if (username !== undefined) return { username };
  const email = firstText(source, 'email');
  return email === undefined ? undefined : { email };
}

/** The password as text or as its SHA-256 in hex; undefined for any other form. */
export function givenPassword({ password, hashed }: Fields): GivenPassword | undefined {
  const digest = isFields(password) ? (password.digest ?? password.hashed) : hashed;
  if (typeof password === 'string' && password !== '') return { text: password };
  return typeof digest === 'string' && /^[0-9a-f]{64}$/i.test(digest) ? { sha256: digest } : undefined;
}

export function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
