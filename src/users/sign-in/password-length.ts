import { invalidField } from '../../common/failure.js';

/** Injection token: how many characters a password has at least. */
export const PASSWORD_MIN_LENGTH = Symbol('password-min-length');

/** @throws Failure `invalid-input` for a password that is too short to be set, or too long */
export function demandLength(password: string | null | undefined, least: number): void {
  const length = password?.length ?? least;
  if (length >= least && length <= 1024) return;
  const message = `password must be longer than or equal to ${least} characters, and at most 1024`;
  throw invalidField('body', 'password', 'password-length', message);
}
