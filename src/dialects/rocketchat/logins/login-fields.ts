import type { GivenPassword } from '../../../users/sign-in/password.js';
import { type Fields, firstText, isFields } from '../shared/body.js';

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
