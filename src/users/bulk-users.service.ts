import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { Transactions } from '../database/transactions/transactions.js';
import { uniqueViolation } from '../database/unique-violation.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import { RolesService } from '../ecosystems/roles/roles.service.js';
import { newUserRow, type NewUser } from './user-changes.js';
import type { User } from './user.entity.js';
import { detailOfCreation, userEvent } from './user-events.js';
import { UsersRepository } from './users.repository.js';

/** Users of one transaction, so that no other writer waits for long. */
const usersPerTransaction = 500;

/** How often a transaction is tried while concurrent calls take the same names. */
const mostAttempts = 10;

/** Creates many users. A refused one does not affect the others. */
@Injectable()
export class BulkUsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly roles: RolesService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates users in transactions of 500. Returns the user or the refusal of each, in their order; refusals are those of
   * `UsersService.create`.
   *
   * @throws Failure `ecosystem-not-found`, `unavailable`
   */
  async create(ecosystemId: string, given: NewUser[], caller: Caller): Promise<(User | Failure)[]> {
    await this.ecosystems.require(ecosystemId, caller);
    const outcomes: (User | Failure)[] = [];
    for (let from = 0; from < given.length; from += usersPerTransaction) {
      if (from > 0) await setImmediate();
      const some = given.slice(from, from + usersPerTransaction);
      outcomes.push(...(await this.createSome(ecosystemId, some, caller)));
    }
    return outcomes;
  }

  private async createSome(
    ecosystemId: string,
    given: NewUser[],
    caller: Caller,
  ): Promise<(User | Failure)[]> {
    const now = this.clock.now();
    const rows = await Promise.all(
      given.map((one) => settled(() => newUserRow(ecosystemId, one, now, caller))),
    );
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      try {
        return await this.transactions.run((manager) => this.store(manager, ecosystemId, rows, caller));
      } catch (error) {
        if (!isRace(error)) throw error;
      }
    }
    throw new Failure('unavailable', 'Other requests take the same names', { retryAfter: 1 });
  }

  private async store(
    manager: EntityManager,
    ecosystemId: string,
    rows: (User | Failure)[],
    caller: Caller,
  ): Promise<(User | Failure)[]> {
    const names = await this.repository.findTaken(manager, ecosystemId, rows.filter(isUser));
    const refusals = new Map<string, Failure | undefined>();
    const outcomes: (User | Failure)[] = [];
    for (const row of rows) {
      if (!isUser(row)) {
        outcomes.push(row);
        continue;
      }
      const key = row.roles.join();
      if (!refusals.has(key)) refusals.set(key, await this.refusalOf(manager, row, caller));
      outcomes.push(refusals.get(key) ?? names.take(row) ?? row);
    }
    const users = outcomes.filter(isUser);
    await this.repository.insertAll(manager, users);
    const events = users.map((user) => userEvent('user.create', user, detailOfCreation(user)));
    await this.audit.append(manager, caller, events);
    return outcomes;
  }

  private async refusalOf(
    manager: EntityManager,
    { ecosystemId, roles }: User,
    caller: Caller,
  ): Promise<Failure | undefined> {
    const given = { before: [], after: roles };
    const done = await settled(() => this.roles.refuseMoreThan(ecosystemId, manager, given, caller));
    return done instanceof Failure ? done : undefined;
  }
}

function isUser(outcome: User | Failure): outcome is User {
  return !(outcome instanceof Failure);
}

async function settled<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Whether a concurrent writer took a name after it was read, or the same names in another order. */
function isRace(error: unknown): boolean {
  const deadlock = '40P01';
  const code = error instanceof QueryFailedError && (error.driverError as { code?: string }).code;
  return code === deadlock || uniqueViolation(error) !== undefined;
}
