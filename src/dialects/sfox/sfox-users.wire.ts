import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { userReference, userReferenceRule } from '../../common/ids/identifier.js';
import type { User } from '../../users/user.entity.js';
import type { UserChanges } from '../../users/user-changes.js';
import { VendorListQuery } from '../shared/list-query.wire.js';
import { IsEmailAddress } from '../shared/email.js';

const accountTypes = ['individual', 'corporation'] as const;
const accountRoles = ['client', 'advisor'] as const;

/**
 * An end user to register. Further data that sFOX asks for (date of birth, address, documents, owners) are
 * accepted and ignored.
 */
export class RegisterAccount {
  static readonly unknownFields = 'ignored';

  /** @example individual */
  @IsIn(accountTypes, { message: `must be one of: ${accountTypes.join(', ')}` })
  account_type: (typeof accountTypes)[number];

  /** @example client */
  @IsIn(accountRoles, { message: `must be one of: ${accountRoles.join(', ')}` })
  account_role: (typeof accountRoles)[number];

  /**
   * Unique id of this user, chosen by you: Tokenwright's `externalId`.
   * @example client_account_2
   */
  @Matches(userReference, { message: `must be ${userReferenceRule}` })
  @IsString({ message: `must be ${userReferenceRule}` })
  user_id: string;

  /**
   * The `user_id` of a user whose `account_role` is `advisor`.
   * @example advisor_account_1
   */
  @IsOptional()
  @Matches(userReference, { message: `must be ${userReferenceRule}` })
  @IsString({ message: `must be ${userReferenceRule}` })
  advisor_user_id?: string | null;

  /** @example Sean */
  @Length(1, 99, { message: 'must be 1 to 99 characters' })
  @IsString({ message: 'must be a text' })
  first_name: string;

  /** @example Fox */
  @Length(1, 99, { message: 'must be 1 to 99 characters' })
  @IsString({ message: 'must be a text' })
  last_name: string;

  /**
   * Unique in the enterprise, ignoring case.
   * @example sean@acme.example
   */
  @IsEmailAddress('must be an email address')
  email: string;

  /**
   * In E.164 format.
   * @example +14155552671
   */
  @Matches(/^\+[1-9]\d{1,14}$/, { message: 'must be a phone number in E.164 format' })
  @IsString({ message: 'must be a phone number in E.164 format' })
  phone_number: string;
}

/** Filters of the list of end users. */
export class EndUsersQuery extends VendorListQuery {
  static readonly unknownFields = 'ignored';

  /**
   * `client` or `advisor`; both by default.
   * @example client
   */
  @IsOptional()
  @IsIn(accountRoles, { message: `must be one of: ${accountRoles.join(', ')}` })
  accountRole?: (typeof accountRoles)[number];
}

/** Missing steps of the user's verification. */
export class Requirements {
  /** Whether the e-mail address is not verified yet. */
  email: boolean;

  /** Whether the phone number is not verified yet. */
  sms: boolean;
}

/** An end user in sFOX's format. */
export class EndUser {
  /** @example individual */
  account_type: string;

  /**
   * `Client` or `Advisor`.
   * @example Client
   */
  account_role: string;

  /** @example client_account_1 */
  user_id: string;

  /** @example advisor_account_1 */
  advisor_user_id: string | null;

  /** @example sean@acme.example */
  email: string | null;

  /** @example Sean */
  first_name: string;

  /** @example Fox */
  last_name: string;

  /** @example +14155552671 */
  phone_number: string | null;

  /**
   * `VERIFIED` once nothing is required any more.
   * @example PENDING
   */
  status: 'PENDING' | 'VERIFIED';
  requirements: Requirements;
}

/** One end user. */
export class EndUserRead {
  data: EndUser;
}

/** The end users of the enterprise, oldest first. */
export class EndUsersListed {
  data: EndUser[];
}

/** Attributes of a user that only this dialect knows. */
export interface SfoxAttributes {
  account_type: (typeof accountTypes)[number];
  account_role: (typeof accountRoles)[number];
  advisor_user_id: string;
  first_name: string;
  last_name: string;
  phone_number: string;
  /** The last verified e-mail address and phone number. */
  verified_email: string;
  verified_sms: string;
}

/** The stored attributes; none for users registered elsewhere. */
export function attributesOf(user: User): Partial<SfoxAttributes> {
  return (user.attributes?.sfox ?? {}) as Partial<SfoxAttributes>;
}

/** The role of the user. Users registered elsewhere are clients. */
export function accountRoleOf(user: User): (typeof accountRoles)[number] {
  return attributesOf(user).account_role ?? 'client';
}

export function newUserOf(body: RegisterAccount): UserChanges {
  const { account_type, account_role, user_id, advisor_user_id, first_name, last_name, email, phone_number } =
    body;
  const kept = { account_type, account_role, advisor_user_id, first_name, last_name, phone_number };
  return {
    ...{ externalId: user_id, email, name: `${first_name} ${last_name}` },
    attributes: { sfox: kept },
  };
}

export function endUser(user: User): EndUser {
  const known = attributesOf(user);
  const isVerified = (address: string | null | undefined, verified: string | undefined) =>
    verified !== undefined && address === verified;
  const requirements = {
    email: !isVerified(user.email, known.verified_email),
    sms: !isVerified(known.phone_number, known.verified_sms),
  };
  return {
    account_type: known.account_type ?? 'individual',
    account_role: accountRoleOf(user) === 'advisor' ? 'Advisor' : 'Client',
    user_id: user.externalId ?? user.id,
    advisor_user_id: known.advisor_user_id ?? null,
    email: user.email,
    first_name: known.first_name ?? user.name,
    last_name: known.last_name ?? '',
    phone_number: known.phone_number ?? null,
    status: requirements.email || requirements.sms ? 'PENDING' : 'VERIFIED',
    requirements,
  };
}
