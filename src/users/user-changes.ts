import { type Caller, demandMayName } from '../common/caller.js';
import { invalidField } from '../common/failure.js';
import { newId, userReferenceRule } from '../common/ids/identifier.js';
import { hashPassword } from './sign-in/password.js';
import { displayNameOf, emailOf, referenceOf, usernameOf } from './names/user-names.js';
import { externalIdIn } from './names/user-references.js';
import type { User, UserAttributes } from './user.entity.js';

/** Fields to set. Null removes a value. */
export interface UserChanges {
  username?: string | null;
  email?: string | null;
  name?: string;
  externalId?: string | null;
  password?: string | null;
  roles?: string[];
  active?: boolean;
  /** With a change of password: whether all existing tokens of the user die. */
  revokeTokens?: boolean;
  /** Merged field by field. Null removes a field. */
  attributes?: UserAttributes;
}

/** A new user, optionally with an id from another system. */
export type NewUser = UserChanges & { id?: string };

/**
 * The row of a new user.
 *
 * @throws Failure `wrong-holder` when a caller bound to one ecosystem chooses the id; and as `columnsOf`
 */
export async function newUserRow(
  ecosystemId: string,
  given: NewUser,
  now: number,
  caller: Caller,
): Promise<User> {
  const { id, ...changes } = given;
  demandMayName({ userId: id }, caller);
  return {
    id: id === undefined ? newId() : named('id', id, idOf),
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
    ...(await columnsOf(changes, now)),
    updatedAt: now,
  };
}

/**
 * The changes as columns, without `attributes`, which are merged separately. Omitted fields stay omitted.
 *
 * @throws Failure `invalid-input` for an invalid name
 */
export async function columnsOf(given: UserChanges, now: number, wasActive = true): Promise<Partial<User>> {
  const { password, roles, active } = given;
  const columns: Partial<User> = { ...namesOf(given), roles, active, updatedAt: now };
  if (given.active !== undefined && given.active !== wasActive) {
    columns.deactivatedAt = given.active ? null : now;
  }
  if (revokesTokens(given)) {
    Object.assign(columns, { tokenGeneration: () => 'token_generation + 1', tokensRevokedAt: now });
  }
  if (password !== undefined) {
    columns.passwordHash = password === null ? null : await hashPassword({ text: password });
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** The columns for names, in normalised form. */
function namesOf({ username, email, name, externalId }: UserChanges): Partial<User> {
  const columns: Partial<User> = {};
  if (username !== undefined) {
    const keyed = username === null ? null : named('username', username, usernameOf);
    Object.assign(columns, { username: keyed?.text ?? null, usernameKey: keyed?.key ?? null });
  }
  if (email !== undefined) {
    const keyed = email === null ? null : named('email', email, emailOf);
    Object.assign(columns, { email: keyed?.text ?? null, emailKey: keyed?.key ?? null });
  }
  if (name !== undefined) columns.name = named('name', name, displayNameOf);
  if (externalId !== undefined) {
    columns.externalId = externalId === null ? null : named('externalId', externalId, referenceOf);
  }
  return columns;
}

/** Whether the change ends all tokens of the user. */
export function revokesTokens({ password, revokeTokens }: UserChanges): boolean {
  return password !== undefined && revokeTokens === true;
}

function named<Form>(field: string, text: string, formOf: (text: string) => Form | undefined): Form {
  const form = formOf(text);
  if (form !== undefined) return form;
  throw invalidField('body', field, 'name', `${field} ${nameRules[field]}`);
}

/** An id that began with `external:` would be another user's `externalId`. */
function idOf(text: string): string | undefined {
  return externalIdIn(text) === undefined ? referenceOf(text) : undefined;
}

const nameRule = `must be ${userReferenceRule}`;
const nameRules: Record<string, string> = {
  id: `${nameRule}, and not begin with external:`,
  username: nameRule,
  externalId: nameRule,
  email: 'must be an address of up to 254 characters without white space and invisible characters',
  name: 'must be up to 200 characters, none of which controls the text around it',
};

/** The field that an index or column name stands for; `reference` may be either of two. */
export function takenField(taken: string): 'username' | 'email' | 'externalId' | 'id' | 'reference' {
  if (taken.includes('user_references')) return 'reference';
  if (taken.includes('username')) return 'username';
  if (taken.includes('email')) return 'email';
  return taken.includes('external') ? 'externalId' : 'id';
}

/** Erases all personal data from the row of a deleted user. */
export function columnsOfDeletion(now: number): Partial<User> {
  return {
    ...{ username: null, usernameKey: null, email: null, emailKey: null, name: '' },
    ...{ externalId: null, passwordHash: null, roles: [], attributes: null, active: false },
    ...{ deletedAt: now, updatedAt: now },
  };
}

/** Merges attributes field by field; null when none remain. */
export function mergedAttributes(known: UserAttributes | null, given: UserAttributes): UserAttributes | null {
  const merged: UserAttributes = { ...known };
  for (const [dialect, fields] of Object.entries(given)) {
    const all = Object.entries({ ...merged[dialect], ...fields });
    merged[dialect] = Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
  }
  const kept = Object.entries(merged).filter(([, fields]) => Object.keys(fields).length > 0);
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}
