import { newId } from '../common/identifier.js';
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

/** The row of a new user. */
export async function newRow(ecosystemId: string, given: UserChanges, now: number): Promise<User> {
  return {
    id: newId(),
    ecosystemId,
    username: null,
    usernameKey: null,
    email: null,
    emailKey: null,
    name: '',
    externalId: null,
    passwordHash: null,
    roles: ['user'],
    active: true,
    deactivatedAt: null,
    tokenGeneration: 0,
    tokensRevokedAt: null,
    version: 1,
    createdAt: now,
    deletedAt: null,
    ...(await columnsOf(given, now)),
    updatedAt: now,
  };
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

/** What is left of a deleted user's row: nothing personal. */
export function columnsOfDeletion(now: number): Partial<User> {
  return {
    ...{ username: null, usernameKey: null, email: null, emailKey: null, name: '' },
    ...{ externalId: null, passwordHash: null, roles: [], active: false },
    ...{ deletedAt: now, updatedAt: now },
  };
}
