import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { type ExpectedVersions, versionMismatch } from '../../database/optimistic-lock.js';
import { Failure, invalidField } from '../../common/failure.js';
import { roleReference } from '../../common/ids/identifier.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../../common/page.js';
import { ecosystemPermissions, inOrder, type Permission } from '../../common/permission.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../ecosystems.service.js';
import {
  type Carried,
  carriedBy,
  nothing,
  refuseBeyond,
  RoleAuthority,
  touchedBy,
} from './role-authority.js';
import type { Role } from './role.entity.js';
import { RolesRepository } from './roles.repository.js';

export interface RoleDefinition {
  description?: string;
  permissions: Permission[];
}

export interface DefinedRole {
  role: Role;
  isNew: boolean;
}

/**
 * Versions at which a role may be changed, where 0 means that it does not exist. `existing` accepts any
 * existing version.
 */
export type ExpectedRole = ExpectedVersions | 'existing';

/** This role always keeps all permissions, so that nobody can lock everybody out of an ecosystem. */
export const administrator = 'admin';

/** Created with the ecosystem and not deletable. New users get `user`. */
const builtIn: readonly string[] = [administrator, 'user'];

/** Maximum roles of an ecosystem: a verification scans them all. */
const mostRoles = 1000;

@Injectable()
export class RolesService {
  constructor(
    private readonly invalidation: SessionInvalidation,
    private readonly repository: RolesRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly authority: RoleAuthority,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** @throws Failure `ecosystem-not-found`, `role-not-found` */
  async require(ecosystemId: string, name: string, caller: Caller): Promise<Role> {
    await this.ecosystems.require(ecosystemId, caller);
    const role = await this.find(ecosystemId, name);
    if (!role) throw notFound();
    return role;
  }

  async find(ecosystemId: string, name: string): Promise<Role | null> {
    return roleReference.test(name) ? this.repository.find(ecosystemId, name) : null;
  }

  /** The existing roles among these names, by name. */
  findNamed(ecosystemId: string, names: string[]): Promise<Role[]> {
    return this.repository.findNamed(ecosystemId, names);
  }

  /** The roles of the ecosystem, by name. */
  async list(ecosystemId: string, { limit, cursor }: PageRequest, caller: Caller): Promise<Page<Role>> {
    await this.ecosystems.require(ecosystemId, caller);
    const after = keyOfCursor(cursor, [''] as [string])?.[0];
    const rows = await this.repository.findPage(ecosystemId, limit + 1, after);
    return pageOf(rows, limit, (role) => [role.name]);
  }

  /**
   * Creates or replaces a role. A permission that the role loses is lost by every token at once.
   *
   * @throws Failure `permission-denied` (the old or the new role exceeds the caller), `precondition-failed`,
   * `invalid-input`, `conflict` (too many roles), `ecosystem-not-found`
   */
  async define(
    ecosystemId: string,
    name: string,
    given: RoleDefinition,
    caller: Caller,
    expected?: ExpectedRole,
  ): Promise<DefinedRole> {
    await this.ecosystems.require(ecosystemId, caller);
    refuseImpossible(name, given.permissions);
    const after: Carried = { permissions: given.permissions, grants: [] };
    refuseBeyond(touchedBy(nothing, after).permissions, caller);
    const define = () => this.store(ecosystemId, name, given, caller, expected);
    if (await this.find(ecosystemId, name)) return this.invalidation.aroundCommit({ ecosystemId }, define);
    const defined = await define();
    // Nobody holds a new role yet. A role that another request has just created may already be assigned.
    return defined.isNew ? defined : this.invalidation.aroundCommit({ ecosystemId }, async () => defined);
  }

  private async store(
    ecosystemId: string,
    name: string,
    given: RoleDefinition,
    caller: Caller,
    expected?: ExpectedRole,
  ): Promise<DefinedRole> {
    const after: Carried = { permissions: given.permissions, grants: [] };
    const wanted = { description: given.description ?? '', permissions: inOrder(given.permissions) };
    return this.transactions.run(async (manager) => {
      const known = await this.lock(ecosystemId, manager, name);
      refuseUnexpected(known, expected);
      if (known) await this.authority.refuseBeyond(manager, touchedBy(carriedBy([known]), after), caller);
      else if ((await this.repository.count(manager, ecosystemId)) >= mostRoles) {
        throw new Failure('conflict', `An ecosystem can have at most ${mostRoles} roles`);
      }
      if (known && isAlike(known, wanted)) return { role: known, isNew: false };
      const role: Role = { ecosystemId, name, ...wanted, version: (known?.version ?? 0) + 1 };
      await (known ? this.repository.update(manager, role) : this.repository.insert(manager, role));
      const detail = { permissions: role.permissions, before: known?.permissions ?? null };
      await this.audit.append(manager, caller, [
        { action: 'role.define', ecosystemId, targetType: 'role', targetId: name, detail },
      ]);
      return { role, isNew: !known };
    });
  }

  /**
   * Deletes a role in a transaction of `UserRolesService`, which takes the role from its users and writes the
   * audit.
   *
   * @throws Failure `role-not-found`, `permission-denied` (the role exceeds the caller),
   * `precondition-failed`, `conflict` (built-in role), `ecosystem-not-found`
   */
  async deleteIn(
    ecosystemId: string,
    manager: EntityManager,
    name: string,
    caller: Caller,
    expected?: ExpectedRole,
  ): Promise<Role> {
    const role = roleReference.test(name) ? await this.lock(ecosystemId, manager, name) : null;
    if (!role) throw notFound();
    refuseUnexpected(role, expected);
    await this.authority.refuseBeyond(manager, touchedBy(carriedBy([role]), nothing), caller);
    if (builtIn.includes(name)) throw new Failure('conflict', `The role ${name} is built in`);
    await this.repository.remove(manager, ecosystemId, name);
    return role;
  }

  /**
   * Refuses roles that exceed the caller, whether the user has them or gets them. Protects them from deletion
   * until the transaction ends.
   *
   * @param roles roles that the user has or gets
   * @throws Failure `permission-denied`, `invalid-input` naming a new role that does not exist
   */
  async refuseMoreThan(
    ecosystemId: string,
    manager: EntityManager,
    { before, after }: { before: string[]; after: string[] },
    caller: Caller,
  ): Promise<void> {
    const names = [...new Set([...before, ...after])];
    if (names.length === 0) return;
    const found = await this.repository.hold(manager, ecosystemId, names);
    const carried = (some: string[]) => carriedBy(found.filter(({ name }) => some.includes(name)));
    const missing = after.filter(
      (name) => !before.includes(name) && !found.some((role) => role.name === name),
    );
    if (missing.length > 0) {
      throw invalidField('body', 'roles', 'known-role', `no role ${missing.join(', ')}`);
    }
    await this.authority.refuseBeyond(manager, touchedBy(carried(before), carried(after)), caller);
  }

  /** Locks the role until the transaction ends; null when there is none. */
  private async lock(ecosystemId: string, manager: EntityManager, name: string): Promise<Role | null> {
    if (!(await this.repository.lockAll(manager, ecosystemId))) {
      throw new Failure('ecosystem-not-found', 'There is no such ecosystem');
    }
    return this.repository.find(ecosystemId, name, manager);
  }
}

/** The union of the roles' permissions, in the order of the closed list. */
export function permissionsOf(roles: Role[]): Permission[] {
  return inOrder(roles.flatMap((role) => role.permissions));
}

function notFound(): Failure {
  return new Failure('role-not-found', 'There is no such role');
}

/** Refuses role names and permissions that no caller may set. */
function refuseImpossible(name: string, permissions: Permission[]): void {
  if (!roleReference.test(name)) {
    const rule = 'role must be 1 to 64 characters of A-Z a-z 0-9 _ -';
    throw invalidField('path', 'role', 'role-name', rule);
  }
  const notGrantable = permissions.find((permission) => !ecosystemPermissions.includes(permission));
  if (notGrantable)
    throw invalidField(
      'body',
      'permissions',
      'grantable',
      `${notGrantable} cannot be granted inside one ecosystem`,
    );
  const missing = ecosystemPermissions.find((permission) => !permissions.includes(permission));
  if (name === administrator && missing) {
    throw invalidField(
      'body',
      'permissions',
      'built-in',
      `${missing} cannot be removed from the role ${name}`,
    );
  }
}

function refuseUnexpected(known: Role | null, expected: ExpectedRole): void {
  if (expected === undefined) return;
  const fits = expected === 'existing' ? known !== null : expected.includes(known?.version ?? 0);
  if (!fits) throw versionMismatch();
}

function isAlike(known: Role, wanted: Pick<Role, 'description' | 'permissions'>): boolean {
  return (
    known.description === wanted.description &&
    inOrder(known.permissions).join() === wanted.permissions.join()
  );
}
