import { PartialType } from '@nestjs/swagger';
import type { User } from '../../../users/user.entity.js';
import { EmailAddress } from '../shared/rocketchat.wire.js';

/** What everybody who may look for users sees of one. */
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

/** A user, as one sees oneself and `view-full-other-user-info` shows others. */
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
   * Only of oneself: how one signs in, without any secret.
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

/** A user as `fields` asks for it. */
export class FoundUser extends PartialType(FullUser) {}

export class UserInfo {
  /** Others' addresses, roles and dates need `view-full-other-user-info`. */
  user: FoundUser;

  /** @example true */
  success: true;
}

export class UserList {
  users: FoundUser[];

  /**
   * How many are shown here.
   * @example 1
   */
  count: number;

  /**
   * How many were passed over.
   * @example 0
   */
  offset: number;

  /**
   * How many there are in all.
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

/** The user as one sees oneself. Hashes of tokens are shown nowhere. */
export function ownViewOf(user: User): FullUser {
  const services = { password: user.passwordHash !== null, resume: { loginTokens: [] } };
  return { ...fullViewOf(user), services };
}

export function changedViewOf(user: User): ChangedUser {
  return { ...fullViewOf(user), settings: {} };
}
