import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { Transactions } from '../common/transactions.js';
import { EcosystemsService } from './ecosystems.service.js';
import type { Role } from './role.entity.js';
import { RoleGrantsRepository } from './role-grants.repository.js';

/** What a role is to give from now on. */
export type Grants = Pick<Role, 'permissions' | 'dialectGrants'>;

/** Says what each of these roles, which are all that the ecosystem has, is to give; a role that stays is left out. */
export type Redefinition = (roles: Role[]) => Map<string, Grants>;

/** Looks at permissions from the other side: for each of them, which roles give it. */
@Injectable()
export class RoleGrantsService {
  constructor(
    private readonly repository: RoleGrantsRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** All roles of the ecosystem, by name. @throws Failure `ecosystem-not-found` */
  async list(ecosystemId: string, caller: Caller): Promise<Role[]> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.repository.findAll(ecosystemId);
  }

  /**
   * Changes what roles give, all of them or none; returns the roles as they are then. Called by the tokens room's
   * `RevocationService`, which buries the cached sessions.
   *
   * @throws Failure `permission-denied` for a permission given to a role by a caller who lacks it, and what `define`
   * refuses
   */
  redefine(ecosystemId: string, define: Redefinition, caller: Caller): Promise<Role[]> {
    return this.transactions.run(async (manager) => {
      const roles = await this.repository.lockAll(manager, ecosystemId);
      const grants = define(roles);
      const changed = roles
        .filter(({ name }) => grants.has(name))
        .map((role) => ({ before: role, after: { ...role, ...grants.get(role.name)! } }));
      for (const { before, after } of changed) refuseMoreThan(caller, before, after);
      const updatedAt = this.clock.now();
      for (const { after } of changed) {
        await this.repository.update(manager, { ...after, version: after.version + 1, updatedAt });
      }
      await this.audit.append(
        manager,
        caller,
        changed.map(({ after: { name, permissions, dialectGrants } }) => ({
          action: 'role.define' as const,
          ecosystemId,
          targetType: 'role' as const,
          targetId: name,
          detail: { permissions, ...(dialectGrants && { dialectGrants }) },
        })),
      );
      return this.repository.findAll(ecosystemId, manager);
    });
  }
}

/** Nobody gives to a role what they lack themselves. */
function refuseMoreThan(caller: Caller, before: Role, after: Role): void {
  const permission = after.permissions.find(
    (one) => !before.permissions.includes(one) && !caller.permissions.includes(one),
  );
  if (permission === undefined) return;
  throw new Failure('permission-denied', `You cannot give ${permission}: you lack it`, { permission });
}
