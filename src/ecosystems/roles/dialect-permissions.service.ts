import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../ecosystems.service.js';
import { carriedBy, RoleAuthority, touchedBy } from './role-authority.js';
import type { Role } from './role.entity.js';
import { DialectPermissionsRepository } from './dialect-permissions.repository.js';

/** By the name of a role: which of a dialect's own permissions it is given from now on, and which it is not. */
export type DialectGrants = Map<string, Record<string, boolean>>;

/**
 * Permissions that a dialect has of its own, each given to roles one by one. What they mean, and which roles have them
 * by default, is the dialect's business; what was said of them is kept with the role, and goes with it.
 */
@Injectable()
export class DialectPermissionsService {
  constructor(
    private readonly repository: DialectPermissionsRepository,
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
   * Keeps what is said of these roles, all of it or nothing; what a role was given or denied before, and is not spoken
   * of, stays. Returns all roles as they are then. None of our own permissions changes with it, so no session need be
   * buried.
   *
   * @param needed names of roles that are made, with no permission of ours, where they are not there
   * @param decide told the roles as they are, says what to keep; whatever it throws, nothing is kept
   * @throws Failure `ecosystem-not-found`, `permission-denied` (the caller lacks what a role carries that is spoken of, or what
   * it is given or denied)
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
      const roles = await this.repository.lockAll(manager, ecosystemId);
      const decided = decide(roles);
      const changed = roles.filter(({ name }) => decided.has(name));
      const before = carriedBy(changed);
      const grants = [...decided.values()].flatMap((one) => Object.keys(one));
      await this.authority.refuseBeyond(manager, touchedBy(before, { ...before, grants }), caller);
      for (const { name, dialectGrants } of changed) {
        await this.repository.update(manager, ecosystemId, name, {
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
