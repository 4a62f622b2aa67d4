import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import type { Permission } from '../../common/permission.js';
import { Transactions } from '../../database/transactions/transactions.js';
import type { Role } from '../../ecosystems/roles/role.entity.js';
import { type ExpectedRole, permissionsOf, RolesService } from '../../ecosystems/roles/roles.service.js';
import { SessionInvalidation } from '../../sessions/invalidation.js';
import { UsersRepository } from '../users.repository.js';
import { UsersService } from '../users.service.js';

export interface UserPermissions {
  roles: Role[];
  permissions: Permission[];
}

/** Operations that involve users and roles. */
@Injectable()
export class UserRolesService {
  constructor(
    private readonly users: UsersService,
    private readonly repository: UsersRepository,
    private readonly invalidation: SessionInvalidation,
    private readonly roles: RolesService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The permissions of a user's roles. @throws Failure `ecosystem-not-found`, `user-not-found` */
  async permissionsOf(ecosystemId: string, userId: string, caller: Caller): Promise<UserPermissions> {
    const user = await this.users.require(ecosystemId, userId, caller);
    const roles = await this.roles.findNamed(ecosystemId, user.roles);
    return { roles, permissions: permissionsOf(roles) };
  }

  /**
   * Deletes a role and takes it from its users, so that nobody holds a later role of the same name. No token
   * keeps its permissions.
   *
   * @throws Failure as `RolesService.deleteIn`, and `unavailable`
   */
  async deleteRole(
    ecosystemId: string,
    name: string,
    caller: Caller,
    expected?: ExpectedRole,
  ): Promise<void> {
    await this.roles.require(ecosystemId, name, caller);
    const remove = async (manager: EntityManager) => {
      const { permissions } = await this.roles.deleteIn(ecosystemId, manager, name, caller, expected);
      const users = await this.repository.takeRole(ecosystemId, manager, name, this.clock.now());
      await this.audit.append(manager, caller, [
        {
          action: 'role.delete',
          ecosystemId,
          targetType: 'role',
          targetId: name,
          detail: { permissions, users },
        },
      ]);
    };
    await this.invalidation.aroundCommit({ ecosystemId }, () => this.transactions.run(remove));
  }
}
