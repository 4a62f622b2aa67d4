import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../common/caller.js';
import { Failure, invalidField } from '../../../common/failure.js';
import type { Permission } from '../../../common/permission.js';
import { EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import type { Role } from '../../../ecosystems/roles/role.entity.js';
import {
  type DialectGrants,
  DialectPermissionsService,
} from '../../../ecosystems/roles/dialect-permissions.service.js';
import { UsersService } from '../../../users/users.service.js';
import { counterpartOf, type RocketchatPermission, rocketchatPermissions } from './grants.js';
import { inertPermissions, vendorRoles } from './inert.js';

export interface RolesOfPermission {
  _id: string;
  roles: string[];
}

const names = Object.keys(rocketchatPermissions) as RocketchatPermission[];
const acts = (name: string): name is RocketchatPermission => Object.hasOwn(rocketchatPermissions, name);
const isKnown = (name: string) => acts(name) || inertPermissions.has(name);

/** Whether the role has the permission: as set by `permissions.update`, else by default. */
function has(role: Role, name: string): boolean {
  const said = role.dialectGrants?.[name];
  if (said !== undefined || !acts(name)) return said ?? false;
  const default_: Permission | readonly string[] = rocketchatPermissions[name];
  return typeof default_ === 'string' ? role.permissions.includes(default_) : default_.includes(role.name);
}

/**
 * Permissions in this dialect. `permissions.update` takes effect with the next call, and does not change
 * native permissions or other dialects.
 */
@Injectable()
export class RocketchatPermissions {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly grants: DialectPermissionsService,
    private readonly users: UsersService,
  ) {}

  /** Whether a role of the caller has the permission, and the presented token is not narrowed below it. */
  async holds(caller: Caller, name: RocketchatPermission): Promise<boolean> {
    const counterpart = counterpartOf(name);
    if (counterpart && caller.narrowedTo && !caller.narrowedTo.includes(counterpart)) return false;
    const user = await this.users.require(caller.ecosystemId!, caller.userId!, caller);
    const roles = await this.grants.list(caller.ecosystemId!, caller);
    return roles.some((role) => user.roles.includes(role.name) && has(role, name));
  }

  /** @throws Failure `permission-denied` naming the first permission, unless the caller has one of them */
  async demand(caller: Caller, ...anyOf: [RocketchatPermission, ...RocketchatPermission[]]): Promise<void> {
    for (const name of anyOf) if (await this.holds(caller, name)) return;
    const [permission] = anyOf;
    throw new Failure('permission-denied', `This needs the permission ${permission}`, { permission });
  }

  /** Permissions that have an effect or were set, with their roles, and the time of the last change. */
  async list(caller: Caller): Promise<{ permissions: RolesOfPermission[]; updatedAt: number }> {
    const ecosystem = await this.ecosystems.require(caller.ecosystemId!, caller);
    const roles = await this.grants.list(caller.ecosystemId!, caller);
    const updatedAt = Math.max(ecosystem.createdAt, ...roles.map((role) => role.updatedAt ?? 0));
    const spokenOf = roles.flatMap(({ dialectGrants }) => Object.keys(dialectGrants ?? {}));
    const inert = [...new Set(spokenOf)].filter((name) => inertPermissions.has(name)).sort();
    const permissions = [...names, ...inert].map((_id) => ({
      _id,
      roles: roles.filter((role) => has(role, _id)).map(({ name }) => name),
    }));
    return { permissions, updatedAt };
  }

  /**
   * Gives each permission to exactly these roles.
   *
   * @throws Failure `permission-denied` (a permission that the caller lacks, or a role that exceeds the
   * caller), `invalid-input`
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
    const decide = (roles: Role[]): DialectGrants => {
      const isRole = (name: string) => roles.some((role) => role.name === name);
      if (![...wanted.values()].flat().every(isRole)) {
        throw invalidField('body', 'permissions', 'role-of-permission', 'Invalid role');
      }
      const said: DialectGrants = new Map();
      for (const role of roles) {
        for (const [name, itsRoles] of wanted) {
          const isGiven = itsRoles.includes(role.name);
          // An entry on a role that always exists records a permission without effect, even when no role has
          // it.
          const isKept = role.name === 'admin' && !acts(name);
          if (isGiven === has(role, name) && !isKept) continue;
          said.set(role.name, { ...said.get(role.name), [name]: isGiven });
        }
      }
      return said;
    };
    const needed = [...new Set([...wanted.values()].flat())].filter((name) => vendorRoles.has(name));
    await this.grants.grant(caller.ecosystemId!, decide, caller, needed);
  }
}
