import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { administrator, RolesService } from '../../ecosystems/roles/roles.service.js';
import type { User } from '../user.entity.js';
import { UsersRepository } from '../users.repository.js';

/** The fields of a user that decide permissions. */
export type Standing = Pick<User, 'roles' | 'active'>;

/** Decides, in the transaction of a change, whether the caller may make it. */
@Injectable()
export class UserAuthority {
  constructor(
    private readonly repository: UsersRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly roles: RolesService,
  ) {}

  /**
   * Requires that the caller has all permissions that the user has or gets, and that an active admin remains.
   * Locks the ecosystem, its roles and the user, in this order everywhere, until the transaction ends.
   *
   * @param seen the user as read before the transaction
   * @returns false when the user's roles or state changed since: read and decide again
   * @throws Failure `permission-denied`, `last-admin` unless the caller is an account, `invalid-input` (no
   * such role)
   */
  async demand(manager: EntityManager, seen: User, after: Standing, caller: Caller): Promise<boolean> {
    const { id, ecosystemId } = seen;
    const isLosing = isActiveAdmin(seen) && !isActiveAdmin(after) && caller.ecosystemId !== null;
    if (isLosing) await this.ecosystems.lock(manager, ecosystemId);
    const roles = { before: seen.roles, after: after.roles };
    await this.roles.refuseMoreThan(ecosystemId, manager, roles, caller);
    const now = await this.repository.lock(manager, ecosystemId, id);
    if (now && (now.active !== seen.active || now.roles.join() !== seen.roles.join())) return false;
    if (isLosing && !(await this.repository.hasOtherAdmin(manager, ecosystemId, administrator, id))) {
      throw new Failure('last-admin', 'Leaving the ecosystem without an active admin is not allowed');
    }
    return true;
  }
}

function isActiveAdmin({ roles, active }: Standing): boolean {
  return active && roles.includes(administrator);
}
