import { invalidField } from '../../common/failure.js';

/** Injection token: minimum length of a password. */
export const PASSWORD_MIN_LENGTH = Symbol('password-min-length');

/** @throws Failure `invalid-input` for a password that is too short or too long */
export function demandLength(password: string | null | undefined, least: number): void {
  const length = password?.length ?? least;
  if (length >= least && length <= 1024) return;
  const message = `password must be longer than or equal to ${least} characters, and at most 1024`;
  throw invalidField('body', 'password', 'password-length', message);
}
