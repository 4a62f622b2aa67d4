import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../ecosystems.service.js';
import { carriedBy, RoleAuthority, touchedBy } from './role-authority.js';
import type { Role } from './role.entity.js';
import { RolesRepository } from './roles.repository.js';

/** Role name → dialect permission → whether the role has it. */
export type DialectGrants = Map<string, Record<string, boolean>>;

/**
 * Permissions that only a dialect knows, granted to roles one by one. The dialect defines their meaning and
 * defaults; the role stores the explicit grants and denials.
 */
@Injectable()
export class DialectPermissionsService {
  constructor(
    private readonly repository: RolesRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly authority: RoleAuthority,
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
   * Stores grants and denials, all or none. Permissions of a role that are not mentioned stay as they are.
   * Returns all roles after the change. Native permissions do not change, so no session is invalidated.
   *
   * @param needed roles to create, without native permissions, when missing
   * @param decide gets the current roles and returns what to store; when it throws, nothing is stored
   * @throws Failure `ecosystem-not-found`, `permission-denied` (the caller lacks a permission of a changed
   * role, or one that is granted or denied)
   */
  async grant(
    ecosystemId: string,
    decide: (roles: Role[]) => DialectGrants,
    caller: Caller,
    needed: string[] = [],
  ): Promise<Role[]> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.transactions.run(async (manager) => {
      await this.repository.insertMissing(manager, ecosystemId, needed);
      const roles = await this.repository.lockRows(manager, ecosystemId);
      const decided = decide(roles);
      const changed = roles.filter(({ name }) => decided.has(name));
      const before = carriedBy(changed);
      const grants = [...decided.values()].flatMap((one) => Object.keys(one));
      await this.authority.refuseBeyond(manager, touchedBy(before, { ...before, grants }), caller);
      for (const { name, dialectGrants } of changed) {
        await this.repository.updateGrants(manager, ecosystemId, name, {
          dialectGrants: { ...dialectGrants, ...decided.get(name) },
          updatedAt: this.clock.now(),
        });
      }
      await this.audit.append(
        manager,
        caller,
        changed.map(({ name, dialectGrants }) => ({
          action: 'role.define' as const,
          ecosystemId,
          targetType: 'role' as const,
          targetId: name,
          detail: { dialectGrants: decided.get(name), before: { dialectGrants: dialectGrants ?? {} } },
        })),
      );
      return this.repository.findAll(ecosystemId, manager);
    });
  }
}
