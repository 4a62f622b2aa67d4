import { applyDecorators } from '@nestjs/common';
import { MaxLength, ValidateBy } from 'class-validator';

/** The syntax of HTML's `<input type="email">`, extended by letters beyond ASCII. */
const label =
  '[A-Za-z0-9\\u0080-\\u{10FFFF}]([A-Za-z0-9\\u0080-\\u{10FFFF}-]{0,61}[A-Za-z0-9\\u0080-\\u{10FFFF}])?';
const mailbox = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\\u0080-\\u{10FFFF}-]+";
const emailAddress = new RegExp(`^${mailbox}@${label}(\\.${label})*$`, 'u');

/**
 * An e-mail address as all dialects but Rocket.Chat accept it, so that an address set by one dialect is valid
 * in the others.
 */
export function IsEmailAddress(message: string): PropertyDecorator {
  return applyDecorators(
    MaxLength(254, { message }),
    ValidateBy(
      {
        name: 'isEmail',
        validator: { validate: (value) => typeof value === 'string' && emailAddress.test(value) },
      },
      { message },
    ),
  );
}
