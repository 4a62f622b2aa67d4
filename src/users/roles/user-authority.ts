import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { administrator, RolesService } from '../../ecosystems/roles/roles.service.js';
import type { User } from '../user.entity.js';
import { UsersRepository } from '../users.repository.js';

/** What of a user decides what the user may do. */
export type Standing = Pick<User, 'roles' | 'active'>;

/** Decides, inside the transaction of a change, whether a caller may change a user so. */
@Injectable()
export class UserAuthority {
  constructor(
    private readonly repository: UsersRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly roles: RolesService,
  ) {}

  /**
   * Demands that the caller may do all that the user may, and is to be able to, and that an active admin is left. Locks are
   * taken in one order everywhere: the ecosystem, its roles, the user. They hold until the transaction ends.
   *
   * @param seen the user as it was read before the transaction
   * @returns false when the user may do something else by now: then it must be read, and judged, anew
   * @throws Failure `permission-denied`, `last-admin` unless the caller is an account, `invalid-input` (no such role)
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
