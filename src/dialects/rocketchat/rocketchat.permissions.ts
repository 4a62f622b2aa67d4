import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.js';
import { Failure, invalidField } from '../../common/failure.js';
import type { Permission } from '../../common/permission.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { Role } from '../../ecosystems/role.entity.js';
import { type DialectGrants, RoleGrantsService } from '../../ecosystems/role-grants.service.js';
import { UsersService } from '../../users/users.service.js';

/**
 * Rocket.Chat's permissions that act here. A role has one by default when it has the permission of ours that stands
 * beside it; where there is none, because a user acts for oneself only, the roles that have it are named (WIRE §1.9).
 */
const rocketchatPermissions = {
  'access-permissions': 'roles:write',
  'assign-roles': 'users:update',
  'create-personal-access-tokens': ['admin', 'user'],
  'create-user': 'users:create',
  'delete-user': 'users:delete',
  'edit-other-user-active-status': 'users:update',
  'edit-other-user-info': 'users:update',
  'edit-other-user-password': 'users:update',
  'logout-other-user': 'tokens:revoke',
  'manage-moderation-actions': 'users:update',
  'user-generate-access-token': 'tokens:mint',
  // The original gives it to everybody. Here a user's token, through whatever dialect, lets nobody look for users.
  'view-d-room': 'users:read',
  'view-full-other-user-info': 'users:read',
  'view-statistics': 'ecosystems:read',
} as const satisfies Record<string, Permission | readonly string[]>;

export type RocketchatPermission = keyof typeof rocketchatPermissions;

/** A permission with the roles that have it. */
export interface RolesOfPermission {
  _id: string;
  roles: string[];
}

const names = Object.keys(rocketchatPermissions) as RocketchatPermission[];
const isKnown = (name: string): name is RocketchatPermission => Object.hasOwn(rocketchatPermissions, name);

/** The permission of ours that stands for it; undefined where a user acts for oneself only. */
function counterpartOf(name: RocketchatPermission): Permission | undefined {
  const default_: Permission | readonly string[] = rocketchatPermissions[name];
  return typeof default_ === 'string' ? default_ : undefined;
}

/** Whether the role has the permission: as it was said by `permissions.update`, else by default. */
function has(role: Role, name: RocketchatPermission): boolean {
  const said = role.dialectGrants?.[name];
  if (said !== undefined) return said;
  const default_: Permission | readonly string[] = rocketchatPermissions[name];
  return typeof default_ === 'string' ? role.permissions.includes(default_) : default_.includes(role.name);
}

/**
 * Who may do what in this dialect. What `permissions.update` says holds here from the next call on; in our own list of
 * permissions, and so in other dialects, nothing changes with it.
 */
@Injectable()
export class RocketchatPermissions {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly grants: RoleGrantsService,
    private readonly users: UsersService,
  ) {}

  /** Whether a role of the caller's has the permission, and the presented token was not narrowed below it. */
  async holds(caller: Caller, name: RocketchatPermission): Promise<boolean> {
    const counterpart = counterpartOf(name);
    if (counterpart && caller.narrowedTo && !caller.narrowedTo.includes(counterpart)) return false;
    const user = await this.users.require(caller.ecosystemId!, caller.userId!, caller);
    const roles = await this.grants.list(caller.ecosystemId!, caller);
    return roles.some((role) => user.roles.includes(role.name) && has(role, name));
  }

  /** @throws Failure `permission-denied` naming the first one, unless the caller has one of these permissions */
  async demand(caller: Caller, ...anyOf: [RocketchatPermission, ...RocketchatPermission[]]): Promise<void> {
    for (const name of anyOf) if (await this.holds(caller, name)) return;
    const [permission] = anyOf;
    throw new Failure('permission-denied', `This needs the permission ${permission}`, { permission });
  }

  /** Every permission with its roles, and when any of that was last changed here. */
  async list(caller: Caller): Promise<{ permissions: RolesOfPermission[]; updatedAt: number }> {
    const ecosystem = await this.ecosystems.require(caller.ecosystemId!, caller);
    const roles = await this.grants.list(caller.ecosystemId!, caller);
    const updatedAt = Math.max(ecosystem.createdAt, ...roles.map((role) => role.updatedAt ?? 0));
    const permissions = names.map((_id) => ({
      _id,
      roles: roles.filter((role) => has(role, _id)).map(({ name }) => name),
    }));
    return { permissions, updatedAt };
  }

  /**
   * Gives each of the permissions to these roles, and to no other.
   *
   * @throws Failure `permission-denied` for one that the caller could not give in our own list either, `invalid-input`
   */
  async update(given: RolesOfPermission[], caller: Caller): Promise<void> {
    const wanted = new Map(given.map(({ _id, roles }) => [_id, roles]));
    if (wanted.size < given.length || ![...wanted.keys()].every(isKnown)) {
      throw invalidField('body', 'permissions', 'known-permission', 'Invalid permission');
    }
    if (wanted.get('access-permissions')?.includes('admin') === false) {
      const reason = 'The role admin keeps access-permissions: else nobody could change them back';
      throw invalidField('body', 'permissions', 'role-of-permission', reason);
    }
    const say = (roles: Role[]): DialectGrants => {
      const isRole = (name: string) => roles.some((role) => role.name === name);
      if (![...wanted.values()].flat().every(isRole)) {
        throw invalidField('body', 'permissions', 'role-of-permission', 'Invalid role');
      }
      const said: DialectGrants = new Map();
      for (const role of roles) {
        for (const [name, itsRoles] of wanted as Map<RocketchatPermission, string[]>) {
          const isGiven = itsRoles.includes(role.name);
          if (isGiven === has(role, name)) continue;
          if (isGiven) refuseMoreThan(caller, name);
          said.set(role.name, { ...said.get(role.name), [name]: isGiven });
        }
      }
      return said;
    };
    await this.grants.grant(caller.ecosystemId!, say, caller);
  }
}

/** Nobody gives to a role what they lack themselves. */
function refuseMoreThan(caller: Caller, name: RocketchatPermission): void {
  const permission = counterpartOf(name);
  if (!permission || caller.permissions.includes(permission)) return;
  throw new Failure('permission-denied', `You cannot give ${name}: you lack ${permission}`, { permission });
}
