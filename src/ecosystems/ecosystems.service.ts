import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure, invalidField } from '../common/failure.js';
import { ecosystemReference, newId } from '../common/identifier.js';
import { ecosystemPermissions, type Permission } from '../common/permission.js';
import { Transactions } from '../common/transactions.js';
import { uniqueViolation } from '../common/unique-violation.js';
import type { Ecosystem } from './ecosystem.entity.js';
import { EcosystemsRepository } from './ecosystems.repository.js';

/** What is given when an ecosystem is made; without an `id` it gets a random one. */
export interface NewEcosystem {
  id?: string;
  name: string;
  domain?: string | null;
  origins?: string[];
}

/** The ecosystem of the first boot, and of Rocket.Chat requests on a host that no ecosystem claims. */
export const defaultEcosystemId = 'default';

@Injectable()
export class EcosystemsService {
  constructor(
    private readonly repository: EcosystemsRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * The live ecosystem, if this caller may see it. Every core method that touches a tenant's data starts here.
   *
   * @throws Failure `ecosystem-not-found` also for one that belongs to another tenant
   */
  async require(ecosystemId: string, caller: Caller): Promise<Ecosystem> {
    const isForeign = caller.ecosystemId !== null && caller.ecosystemId !== ecosystemId;
    const ecosystem = isForeign ? null : await this.find(ecosystemId);
    if (!ecosystem) throw new Failure('ecosystem-not-found', 'There is no such ecosystem');
    return ecosystem;
  }

  /** The live ecosystem with this id, whoever asks; null when there is none. For guards and for sign-in. */
  async find(ecosystemId: string): Promise<Ecosystem | null> {
    if (!ecosystemReference.test(ecosystemId)) return null;
    return this.repository.findLive(ecosystemId);
  }

  /** The live ecosystem whose `domain` is this host name; null when none claims it. */
  findByDomain(host: string): Promise<Ecosystem | null> {
    return this.repository.findLiveByDomain(host.toLowerCase());
  }

  /** Whether pages of this origin are allowed by any ecosystem at all. */
  async isOriginOfAny(origin: string): Promise<boolean> {
    return /^https?:\/\/[^\s"%\\]{1,290}$/.test(origin) && (await this.repository.hasOrigin(origin));
  }

  /** Whether this store has never held an ecosystem. */
  isEmpty(): Promise<boolean> {
    return this.repository.isEmpty();
  }

  /**
   * Makes an ecosystem with the roles `admin` (everything inside it) and `user` (nothing).
   *
   * @throws Failure `conflict` when the id (also of a deleted one) or the domain is taken
   */
  async create(given: NewEcosystem, caller: Caller): Promise<Ecosystem> {
    try {
      return await this.transactions.run((manager) => this.createIn(manager, given, caller));
    } catch (error) {
      const taken = uniqueViolation(error);
      if (taken === undefined) throw error;
      const field = taken.includes('domain') ? 'domain' : 'id';
      throw new Failure('conflict', `Another ecosystem has this ${field}`, { field });
    }
  }

  /** As `create`, within a transaction of the caller's. */
  async createIn(manager: EntityManager, given: NewEcosystem, caller: Caller): Promise<Ecosystem> {
    const now = this.clock.now();
    const ecosystem: Ecosystem = {
      id: given.id ?? newId(),
      name: given.name,
      domain: given.domain?.toLowerCase() ?? null,
      origins: given.origins?.length ? given.origins : null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    const ecosystemId = ecosystem.id;
    await this.repository.insert(manager, ecosystem);
    await this.repository.insertRoles(manager, [
      {
        ecosystemId,
        name: 'admin',
        description: 'May do everything',
        permissions: [...ecosystemPermissions],
        version: 1,
      },
      { ecosystemId, name: 'user', description: 'May act for oneself', permissions: [], version: 1 },
    ]);
    await this.audit.append(manager, caller, [
      { action: 'ecosystem.create', ecosystemId, targetType: 'ecosystem', targetId: ecosystemId },
    ]);
    return ecosystem;
  }

  /**
   * Marks the ecosystem as deleted, with which every token in it is dead. Called by the tokens room's
   * `RevocationService`, which buries the cached sessions first.
   */
  async delete(ecosystemId: string, caller: Caller): Promise<void> {
    await this.require(ecosystemId, caller);
    await this.transactions.run(async (manager) => {
      if (!(await this.repository.softDelete(manager, ecosystemId, this.clock.now()))) {
        throw new Failure('ecosystem-not-found', 'There is no such ecosystem');
      }
      await this.audit.append(manager, caller, [
        { action: 'ecosystem.delete', ecosystemId, targetType: 'ecosystem', targetId: ecosystemId },
      ]);
    });
  }

  /**
   * The permissions that these roles give together.
   *
   * @throws Failure `invalid-input` naming a role that the ecosystem does not have
   */
  async permissionsOf(ecosystemId: string, roles: string[]): Promise<Permission[]> {
    if (roles.length === 0) return [];
    const found = await this.repository.findRoles(ecosystemId, roles);
    const missing = roles.filter((name) => !found.some((role) => role.name === name));
    if (missing.length > 0)
      throw invalidField('body', 'roles', 'known-role', `no role ${missing.join(', ')}`);
    return [...new Set(found.flatMap((role) => role.permissions))];
  }
}
