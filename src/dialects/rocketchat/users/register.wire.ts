import { OptionalObject, OptionalText, Text } from '../shared/coerced.js';
import { needed } from '../shared/rocketchat.wire.js';

/** Body of `users.register`. */
export class RegisterUser {
  /** @example ada */
  @Text(needed('username'))
  username: string;

  /** @example ada@acme.example */
  @Text(needed('email'))
  email: string;

  /**
   * The password, `PASSWORD_MIN_LENGTH` (8) to 1,024 characters.
   * @example "correct horse battery staple"
   */
  @Text(needed('pass'))
  pass: string;

  /** @example "Ada Lovelace" */
  @OptionalText()
  name?: string;

  /**
   * Ignored: registrations need no approval.
   * @example "I work here"
   */
  @OptionalText()
  reason?: string;

  /**
   * Ignored.
   * @example "from the form"
   */
  @OptionalText()
  secret?: string;

  /**
   * Ignored: the original's registration by a secret URL.
   * @example "k4Z2ehiGFBbXcHGvT"
   */
  @OptionalText()
  secretURL?: string;

  /** Ignored. */
  @OptionalObject()
  customFields?: object;
}
