import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { type Caller, demandMayName } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { type ExpectedVersions, versionMismatch } from '../database/optimistic-lock.js';
import { Failure, invalidField } from '../common/failure.js';
import { ecosystemReference } from '../common/ids/identifier.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../common/page.js';
import { SessionInvalidation } from '../sessions/invalidation.js';
import { Transactions } from '../database/transactions/transactions.js';
import { uniqueViolation } from '../database/unique-violation.js';
import { firstRoles, newEcosystem, type NewEcosystem } from './ecosystem-creation.js';
import { ecosystemEvent, detailOfChange, detailOfCreation } from './ecosystem-events.js';
import type { Ecosystem, Registration } from './ecosystem.entity.js';
import { DomainResolver } from './domain-resolver.js';
import { domainOf, hostNameOf } from './host-name.js';
import { EcosystemsRepository } from './ecosystems.repository.js';

/** Ends all users and keys of a deleted ecosystem. */
type EmptyEcosystem = (manager: EntityManager, ecosystemId: string) => Promise<void>;

/** Expected version for a deletion, and the repeated id that confirms it. */
export interface EcosystemDeletion {
  expected?: ExpectedVersions;
  confirm?: string;
}

/** Fields to change. Null removes the domain. */
export interface EcosystemChanges {
  name?: string;
  domain?: string | null;
  origins?: string[];
  registration?: Registration;
}

/** Injection token: the `Registration` of the default ecosystem when its record has none. */
export const DEFAULT_REGISTRATION = Symbol('default registration');

/** Time after a deletion until the id can be reused, in ms. */
const restBeforeTakenAgain = 600_000;

/** Created by the first boot. Serves Rocket.Chat requests whose host belongs to no ecosystem. */
export const defaultEcosystemId = 'default';

@Injectable()
export class EcosystemsService {
  constructor(
    private readonly repository: EcosystemsRepository,
    private readonly hosts: DomainResolver,
    private readonly invalidation: SessionInvalidation,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(DEFAULT_REGISTRATION) private readonly defaultRegistration: Registration,
  ) {}

  /**
   * The live ecosystem, if the caller may see it. Every core method on tenant data starts here.
   *
   * @throws Failure `ecosystem-not-found`, also for another tenant's ecosystem
   */
  async require(ecosystemId: string, caller: Caller): Promise<Ecosystem> {
    const isForeign = caller.ecosystemId !== null && caller.ecosystemId !== ecosystemId;
    const ecosystem = isForeign ? null : await this.find(ecosystemId);
    if (!ecosystem) throw notFound();
    return ecosystem;
  }

  /** The live ecosystem, without a check of the caller; null for none. For guards and sign-in. */
  async find(ecosystemId: string): Promise<Ecosystem | null> {
    if (!ecosystemReference.test(ecosystemId)) return null;
    return this.repository.findLive(ecosystemId);
  }

  /** The live ecosystem with this `domain`; null for none. */
  findByDomain(host: string): Promise<Ecosystem | null> {
    const name = hostNameOf(host);
    return name ? this.repository.findLiveByDomain(name) : Promise.resolve(null);
  }

  /**
   * Whether people may register there. For the default ecosystem the configuration decides when the record
   * does not.
   */
  registrationOf({ id, registration }: Ecosystem): Registration {
    return registration ?? (id === defaultEcosystemId ? this.defaultRegistration : 'closed');
  }

  /**
   * Locks the ecosystem: no other transaction changes it or defines its roles until this one ends.
   *
   * @throws Failure `ecosystem-not-found`
   */
  async lock(manager: EntityManager, ecosystemId: string): Promise<Ecosystem> {
    const ecosystem = await this.repository.lock(manager, ecosystemId);
    if (!ecosystem) throw notFound();
    return ecosystem;
  }

  /** The live ecosystems that the caller may see, by id. */
  async list(
    { domain, name }: { domain?: string; name?: string },
    { limit, cursor }: PageRequest,
    caller: Caller,
  ): Promise<Page<Ecosystem>> {
    const after = keyOfCursor(cursor, [''] as [string])?.[0];
    const host = domain === undefined ? undefined : hostNameOf(domain);
    const filter = { id: caller.ecosystemId ?? undefined, domain: host, name };
    const isNowhere = domain !== undefined && !host;
    const rows = isNowhere ? [] : await this.repository.findPage(filter, limit + 1, after);
    return pageOf(rows, limit, ({ id }) => [id]);
  }

  /** Whether any live ecosystem allows this origin. */
  async isOriginOfAny(origin: string): Promise<boolean> {
    return /^https?:\/\/[^\s"%\\]{1,290}$/.test(origin) && (await this.repository.hasOrigin(origin));
  }

  /** Whether the store never held an ecosystem. */
  isEmpty(): Promise<boolean> {
    return this.repository.isEmpty();
  }

  /**
   * Creates an ecosystem with the roles `admin` (every permission inside it) and `user` (acting for oneself).
   * `RevocationService` calls it, because reusing an id needs `empty`.
   *
   * @param empty ends all users and keys of the deleted ecosystem whose id the new one reuses
   * @throws Failure `conflict` when the id or the domain is taken, or the ecosystem was deleted a moment ago
   */
  async create(given: NewEcosystem, empty: EmptyEcosystem, caller: Caller): Promise<Ecosystem> {
    return this.write((manager) => this.createIn(manager, given, caller, empty));
  }

  /** As `create`, in the caller's transaction. Without `empty`, the id of a deleted ecosystem counts as taken. */
  async createIn(
    manager: EntityManager,
    given: NewEcosystem,
    caller: Caller,
    empty?: EmptyEcosystem,
  ): Promise<Ecosystem> {
    demandMayName({ ecosystemId: given.id ?? undefined, domain: given.domain ?? undefined }, caller);
    const ecosystem = newEcosystem(given, this.clock.now());
    const { id } = ecosystem;
    const before = empty && given.id ? await this.repository.lockDeleted(manager, id) : null;
    if (before) {
      refuseJustDeleted(before, ecosystem.createdAt);
      await empty!(manager, id);
      ecosystem.version = before.version + 1;
      await this.repository.replace(manager, ecosystem);
    } else {
      await this.repository.insert(manager, ecosystem);
    }
    await this.repository.insertRoles(manager, firstRoles(id));
    const detail = { ...detailOfCreation(ecosystem), ...(before && { isTakenAgain: true }) };
    await this.audit.append(manager, caller, [ecosystemEvent('ecosystem.create', id, detail)]);
    return ecosystem;
  }

  /**
   * @throws Failure `ecosystem-not-found`, `precondition-failed`, `conflict` (the domain is taken),
   * `wrong-holder` (changing the domain)
   */
  async update(
    ecosystemId: string,
    { name, domain, origins, registration }: EcosystemChanges,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<Ecosystem> {
    await this.require(ecosystemId, caller);
    demandMayName({ domain }, caller);
    const changes = {
      ...(name !== undefined && { name }),
      ...(domain !== undefined && { domain: domainOf(domain) }),
      ...(origins !== undefined && { origins: origins.length > 0 ? origins : null }),
      ...(registration !== undefined && { registration }),
    };
    return this.write((manager) =>
      this.changeIn(manager, ecosystemId, { action: 'ecosystem.update', changes }, expected, caller),
    );
  }

  /**
   * Marks the ecosystem as deleted. All its tokens are dead at once.
   *
   * @throws Failure `ecosystem-not-found`, `invalid-input` (not confirmed), `precondition-failed`,
   * `unavailable`
   */
  async delete(ecosystemId: string, { expected, confirm }: EcosystemDeletion, caller: Caller): Promise<void> {
    await this.requireDeletable(ecosystemId, confirm, caller);
    const changes = { deletedAt: this.clock.now() };
    await this.invalidation.aroundCommit({ ecosystemId }, () =>
      this.write((manager) =>
        this.changeIn(manager, ecosystemId, { action: 'ecosystem.delete', changes }, expected, caller),
      ),
    );
  }

  /**
   * Requires confirmation for the default ecosystem: every example names it, and one click would end all its
   * tokens.
   *
   * @throws Failure `ecosystem-not-found`, `invalid-input`
   */
  private async requireDeletable(
    ecosystemId: string,
    confirm: string | undefined,
    caller: Caller,
  ): Promise<void> {
    await this.require(ecosystemId, caller);
    if (confirm === ecosystemId || (confirm === undefined && ecosystemId !== defaultEcosystemId)) return;
    const rule = `confirm must be ${ecosystemId}: every token in this ecosystem will be dead for good`;
    throw invalidField('query', 'confirm', 'confirm', rule);
  }

  private async changeIn(
    manager: EntityManager,
    ecosystemId: string,
    event: { action: 'ecosystem.update' | 'ecosystem.delete'; changes: Partial<Ecosystem> },
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<Ecosystem> {
    const { action, changes } = event;
    const columns = { ...changes, updatedAt: this.clock.now() };
    const before = await this.lock(manager, ecosystemId);
    const changed = await this.repository.update(manager, ecosystemId, columns, expected);
    if (!changed) throw expected ? versionMismatch() : notFound();
    const detail = action === 'ecosystem.update' ? detailOfChange(before, changes) : null;
    await this.audit.append(manager, caller, [ecosystemEvent(action, ecosystemId, detail)]);
    return changed;
  }

  private async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.transactions.run((manager) => {
        void this.transactions.afterCommit(() => this.hosts.forget(), manager);
        return work(manager);
      });
    } catch (error) {
      const taken = uniqueViolation(error);
      if (taken === undefined) throw error;
      const field = taken.includes('domain') ? 'domain' : 'id';
      throw new Failure('conflict', `Another ecosystem has this ${field}`, { field });
    } finally {
      this.hosts.forget();
    }
  }
}

function notFound(): Failure {
  return new Failure('ecosystem-not-found', 'There is no such ecosystem');
}

/**
 * After this time no request admitted before the deletion is in flight, and no cache holds a session from
 * before.
 */
function refuseJustDeleted({ deletedAt }: Ecosystem, now: number): void {
  if (now - deletedAt! >= restBeforeTakenAgain) return;
  const message = 'An ecosystem with this id was deleted less than ten minutes ago';
  throw new Failure('conflict', message, { field: 'id' });
}
