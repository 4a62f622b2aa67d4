import { type Caller, demandMayName } from '../common/caller.js';
import { Failure } from '../common/failure.js';
import { newId } from '../common/identifier.js';
import { uniqueViolation } from '../common/unique-violation.js';
import { hashPassword } from './password.js';
import type { User, UserAttributes } from './user.entity.js';

/** What may be said of a user; null takes a value away. */
export interface UserChanges {
  username?: string | null;
  email?: string | null;
  name?: string;
  externalId?: string | null;
  password?: string | null;
  roles?: string[];
  active?: boolean;
  /** Taken in field by field; a field of null is taken away. */
  attributes?: UserAttributes;
}

/** A new user, perhaps with the id that it has had so far elsewhere. */
export type NewUser = UserChanges & { id?: string };

/** The row of a new user. @throws Failure `wrong-holder` when a caller who is bound to one ecosystem chooses the id */
export async function newRow(
  ecosystemId: string,
  given: NewUser,
  now: number,
  caller: Caller,
): Promise<User> {
  demandMayName({ userId: given.id }, caller);
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
    attributes: mergedAttributes(null, given.attributes ?? {}),
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

/**
 * The changes of a user, who was active or not, as columns of the row but for `attributes`,
 * which are merged; what is left out is not among them.
 */
export async function columnsOf(given: UserChanges, now: number, wasActive = true): Promise<Partial<User>> {
  const { password, username, email, ...plain } = given;
  const columns: Partial<User> = { ...plain, attributes: undefined, updatedAt: now };
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

/** Does this write of a user. @throws Failure `conflict` naming the field whose value another user has */
export async function namingTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const taken = uniqueViolation(error);
    if (taken === undefined) throw error;
    const field = takenField(taken);
    throw new Failure('conflict', `Another user has this ${field}`, { field });
  }
}

/** The field whose value another user has, by the name of the index or the column that says so. */
function takenField(taken: string): 'username' | 'email' | 'externalId' | 'id' {
  if (taken.includes('username')) return 'username';
  if (taken.includes('email')) return 'email';
  return taken.includes('external') ? 'externalId' : 'id';
}

/** What is left of a deleted user's row: nothing personal. */
export function columnsOfDeletion(now: number): Partial<User> {
  return {
    ...{ username: null, usernameKey: null, email: null, emailKey: null, name: '' },
    ...{ externalId: null, passwordHash: null, roles: [], attributes: null, active: false },
    ...{ deletedAt: now, updatedAt: now },
  };
}

/** What the user has and what is given, merged field by field; null when nothing is left. */
export function mergedAttributes(known: UserAttributes | null, given: UserAttributes): UserAttributes | null {
  const merged: UserAttributes = { ...known };
  for (const [dialect, fields] of Object.entries(given)) {
    const all = Object.entries({ ...merged[dialect], ...fields });
    merged[dialect] = Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
  }
  const kept = Object.entries(merged).filter(([, fields]) => Object.keys(fields).length > 0);
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}
