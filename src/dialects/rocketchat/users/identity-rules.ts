import { type InputIssue, invalidInput } from '../../../common/failure.js';
import { displayNameOf, emailOf } from '../../../users/names/user-names.js';

/** Blocked usernames of the original's settings, ignoring case. */
const blocked = ['admin', 'administrator', 'system', 'user', 'all', 'here'];

export const isBlockedName = (username: string) => blocked.includes(username.toLowerCase());
export const isUserName = (username: string) => /^[0-9a-zA-Z_.-]{1,128}$/.test(username);

/**
 * The original checks this first.
 *
 * @throws Failure `invalid-input` for a name with markup characters, percent-encoded ones included
 */
export function demandPlainName(name: string | undefined): void {
  if (name && !isPlainName(name)) refuse('name', 'plain', 'Name contains invalid characters');
}

function isPlainName(name: string): boolean {
  try {
    return !/[<>\\/]/.test(name + decodeURI(name));
  } catch {
    return false;
  }
}

/** Whether every store keeps the text unchanged: no U+0000, no lone surrogate. */
export const isPlainText = (text: string) => !text.includes('\0') && /^\P{Cs}*$/u.test(text);

interface Identity {
  username?: string;
  email?: string;
  name?: string;
  roles?: string[];
}

/** @throws Failure `invalid-input` with the first fault, in the original's order */
export function checkIdentity({ username, email, name, roles }: Identity): void {
  if (username !== undefined) {
    if (username.trim() === '') refuse('username', 'user-name', 'The field Username is required');
    if (!isUserName(username)) refuse('username', 'user-name', `${username} is not a valid username`);
    if (isBlockedName(username))
      refuse('username', 'blocked-name', `${username} is blocked and can't be used!`);
  }
  if (email !== undefined && !emailOf(email)) {
    refuse('email', 'mail-address', `Invalid email ${email}`);
  }
  if (name !== undefined && name.length > 200) {
    refuse('name', 'maxLength', 'must NOT have more than 200 characters');
  }
  if (name !== undefined && displayNameOf(name) === undefined) {
    refuse('name', 'well-formed', 'must be plain text');
  }
  if (roles && (roles.length > 50 || !roles.every((role) => /^[A-Za-z0-9_-]{1,64}$/.test(role)))) {
    refuse('roles', 'known-role', 'There is no such role');
  }
}

export function refuse(path: string, rule: string, message: string): never {
  const issue: InputIssue = { place: 'body', path, rule, message };
  throw invalidInput([issue]);
}
