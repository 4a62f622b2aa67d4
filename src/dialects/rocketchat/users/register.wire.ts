import { OptionalObject, OptionalText, Text } from '../shared/coerced.js';
import { needed } from '../shared/rocketchat.wire.js';

/** Body of `users.register` (docs/wire.md#companion-calls). */
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
   * Not kept: whoever registers needs nobody's approval.
   * @example "I work here"
   */
  @OptionalText()
  reason?: string;

  /**
   * Not looked at.
   * @example "from the form"
   */
  @OptionalText()
  secret?: string;

  /**
   * Not looked at: the form registers with it, by an address that the administrator gave out.
   * @example "k4Z2ehiGFBbXcHGvT"
   */
  @OptionalText()
  secretURL?: string;

  /** Not kept. */
  @OptionalObject()
  customFields?: object;
}
