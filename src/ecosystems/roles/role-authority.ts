import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { covers, ecosystemPermissions, ofOneself, type Permission } from '../../common/permission.js';
import type { Role } from './role.entity.js';
import { RolesRepository } from './roles.repository.js';

export const GRANT_MEANINGS = Symbol('grant meanings');

/**
 * Native permissions that each dialect permission implies. A permission that implies none, or is missing
 * here, can be granted only by a caller who has it or who has every permission of the ecosystem.
 */
export type GrantMeanings = Readonly<Record<string, readonly Permission[]>>;

export interface Carried {
  permissions: readonly Permission[];
  grants: readonly string[];
}

export const nothing: Carried = { permissions: [], grants: [] };

export function carriedBy(roles: Role[]): Carried {
  const grants = roles.flatMap(({ dialectGrants }) =>
    Object.entries(dialectGrants ?? {}).flatMap(([name, isGiven]) => (isGiven ? [name] : [])),
  );
  return { permissions: roles.flatMap((role) => role.permissions), grants };
}

/**
 * What a change of roles touches: everything before and after. Granting or keeping `self:manage` affects
 * nobody else and touches nothing; removing it does.
 */
export function touchedBy(before: Carried, after: Carried): Carried {
  const isTaken = before.permissions.includes(ofOneself) && !after.permissions.includes(ofOneself);
  const all = [...before.permissions, ...after.permissions];
  return {
    permissions: all.filter((permission) => permission !== ofOneself || isTaken),
    grants: [...new Set([...before.grants, ...after.grants])],
  };
}

@Injectable()
export class RoleAuthority {
  constructor(
    private readonly repository: RolesRepository,
    @Inject(GRANT_MEANINGS) private readonly meanings: GrantMeanings,
  ) {}

  /** @throws Failure `permission-denied` naming what the caller lacks */
  async refuseBeyond(
    manager: EntityManager,
    { permissions, grants }: Carried,
    caller: Caller,
  ): Promise<void> {
    refuseBeyond(permissions, caller);
    const unproven = grants.filter((grant) => !this.isImplied(grant, caller.permissions));
    if (unproven.length === 0) return;
    const held = await this.grantsOf(manager, caller);
    const missing = unproven.find((grant) => !held.includes(grant));
    if (missing !== undefined) throw lacking(missing);
  }

  private isImplied(grant: string, held: readonly Permission[]): boolean {
    const meaning = this.meanings[grant] ?? [];
    return covers(held, meaning.length > 0 ? meaning : ecosystemPermissions);
  }

  /** Dialect permissions of the calling user's roles, unless the token is narrowed below them. */
  private async grantsOf(manager: EntityManager, caller: Caller): Promise<readonly string[]> {
    const { ecosystemId, userId, narrowedTo } = caller;
    if (ecosystemId === null || userId === null) return [];
    const { grants } = carriedBy(await this.repository.findOfUser(manager, ecosystemId, userId));
    return narrowedTo === null ? grants : grants.filter((grant) => this.isImplied(grant, narrowedTo));
  }
}

/** @throws Failure `permission-denied` naming the first permission that the caller lacks */
export function refuseBeyond(wanted: readonly Permission[], caller: Caller): void {
  const missing = wanted.find((permission) => !caller.permissions.includes(permission));
  if (missing !== undefined) throw lacking(missing);
}

function lacking(permission: string): Failure {
  return new Failure('permission-denied', `This needs the permission ${permission}`, { permission });
}
