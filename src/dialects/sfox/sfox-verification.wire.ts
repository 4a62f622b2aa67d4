import { IsIn, IsString, Matches } from 'class-validator';
import type { VerificationSlot } from '../../users/sign-in/verification-codes.js';

const types = ['email', 'sms'] as const;
export type VerificationType = (typeof types)[number];

/** The channel to the user. */
export class SendVerification {
  static readonly unknownFields = 'ignored';

  /**
   * `email` or `sms`.
   * @example email
   */
  @IsIn(types, { message: `must be one of: ${types.join(', ')}` })
  type: VerificationType;
}

/** The code that the user received. */
export class ConfirmVerification extends SendVerification {
  /**
   * Six digits.
   * @example 123456
   */
  @Matches(/^\d{6}$/, { message: 'must be 6 digits' })
  @IsString({ message: 'must be 6 digits' })
  otp: string;
}

/** The recipient of a code. */
export class VerificationSentData {
  /** @example client_account_1 */
  user_id: string;

  /** @example email */
  type: VerificationType;

  /**
   * For `email`.
   * @example sean@acme.example
   */
  email?: string;

  /**
   * For `sms`.
   * @example +14155552671
   */
  phone_number?: string;
}

/** A code was sent. */
export class VerificationSent {
  data: VerificationSentData;
}

/** Whether the code was right. */
export class VerificationConfirmedData {
  /** `false` for a code that is wrong, used, older than 10 minutes, or was tried 5 times. */
  success: boolean;

  /** @example client_account_1 */
  user_id: string;

  /** @example email */
  type: VerificationType;
}

/** Result of the confirmation. */
export class VerificationConfirmed {
  data: VerificationConfirmedData;
}

export function slotOf(channel: VerificationType): VerificationSlot {
  return { dialect: 'sfox', channel };
}
