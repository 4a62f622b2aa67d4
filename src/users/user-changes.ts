import { hashPassword } from './password.js';
import type { User } from './user.entity.js';

/** What may be said of a user; null takes a value away. */
export interface UserChanges {
  username?: string | null;
  email?: string | null;
  name?: string;
  externalId?: string | null;
  password?: string | null;
  roles?: string[];
  active?: boolean;
}

/** The changes of a user, who was active or not, as columns of the row; what is left out is not among them. */
export async function columnsOf(given: UserChanges, now: number, wasActive = true): Promise<Partial<User>> {
  const { password, username, email, ...plain } = given;
  const columns: Partial<User> = { ...plain, updatedAt: now };
  if (username !== undefined) {
    Object.assign(columns, { username, usernameKey: username?.toLowerCase() ?? null });
  }
  if (email !== undefined) Object.assign(columns, { email, emailKey: email?.toLowerCase() ?? null });
  if (given.active !== undefined && given.active !== wasActive) {
    columns.deactivatedAt = given.active ? null : now;
  }
  if (password !== undefined) {
    columns.passwordHash = password === null ? null : await hashPassword({ text: password });
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
