import { PartialType } from '@nestjs/swagger';
import type { User } from '../../../users/user.entity.js';
import { EmailAddress } from '../shared/rocketchat.wire.js';

/** Public fields of a user. */
export class LimitedUser {
  /** @example BsNr28znDkG8aeo7W */
  _id: string;

  /** @example ada */
  username?: string;

  /** @example "Ada Lovelace" */
  name: string;

  /** @example user */
  type: 'user';

  /** @example offline */
  status: 'offline';

  /** @example true */
  active: boolean;
}

/** All fields of a user: of oneself, and of others with `view-full-other-user-info`. */
export class FullUser extends LimitedUser {
  emails: EmailAddress[];

  /** @example ["user"] */
  roles: string[];

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  createdAt: string;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  _updatedAt: string;

  /**
   * Only of oneself: the ways to sign in, without any secret.
   * @example {"password":true,"resume":{"loginTokens":[]}}
   */
  services?: Record<string, unknown>;
}

export class ChangedUser extends FullUser {
  /** Always empty. */
  settings: Record<string, object>;
}

export class UserChanged {
  user: ChangedUser;

  /** @example true */
  success: true;
}

/** A user, reduced to the wanted `fields`. */
export class FoundUser extends PartialType(FullUser) {}

export class UserInfo {
  /** Addresses, roles and dates of others need `view-full-other-user-info`. */
  user: FoundUser;

  /** @example true */
  success: true;
}

export class UserList {
  users: FoundUser[];

  /**
   * Users in this answer.
   * @example 1
   */
  count: number;

  /**
   * Skipped users.
   * @example 0
   */
  offset: number;

  /**
   * Matching users in total.
   * @example 1
   */
  total: number;

  /** @example true */
  success: true;
}

export class UserDeleted {
  /**
   * From 8.0 on; always empty.
   * @example []
   */
  deletedRooms?: string[];

  /** @example true */
  success: true;
}

export class ActiveUser {
  /** @example BsNr28znDkG8aeo7W */
  _id: string;

  /** @example false */
  active: boolean;
}

export class ActiveStatusSet {
  user: ActiveUser;

  /** @example true */
  success: true;
}

export function limitedViewOf({ id, username, name, active }: User): LimitedUser {
  return { _id: id, username: username ?? undefined, name, type: 'user', status: 'offline', active };
}

export function fullViewOf(user: User): FullUser {
  return {
    ...limitedViewOf(user),
    emails: user.email ? [{ address: user.email, verified: true }] : [],
    roles: user.roles,
    createdAt: new Date(user.createdAt).toISOString(),
    _updatedAt: new Date(user.updatedAt).toISOString(),
  };
}

/** The user as seen by themselves. Token hashes are never shown. */
export function ownViewOf(user: User): FullUser {
  const services = { password: user.passwordHash !== null, resume: { loginTokens: [] } };
  return { ...fullViewOf(user), services };
}

export function changedViewOf(user: User): ChangedUser {
  return { ...fullViewOf(user), settings: {} };
}
