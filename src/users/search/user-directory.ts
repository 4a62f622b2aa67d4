import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Failure } from '../../common/failure.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../../common/page.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { UserChanges } from '../user-changes.js';
import type { User } from '../user.entity.js';
import { UsersRepository } from '../users.repository.js';
import { UsersService } from '../users.service.js';

const rowsPerStatement = 500;
const userKeyOf = (user: User): [number, string] => [user.createdAt, user.id];

/** Users of an ecosystem by `externalId` or id, for integrations. */
@Injectable()
export class UserDirectory {
  constructor(
    private readonly repository: UsersRepository,
    private readonly users: UsersService,
    private readonly ecosystems: EcosystemsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** The live user, active or not; null for none. @throws Failure `ecosystem-not-found` */
  async find(ecosystemId: string, reference: string, caller: Caller): Promise<User | null> {
    await this.ecosystems.require(ecosystemId, caller);
    const named = await this.users.findReferenced(ecosystemId, [reference]);
    return named.get(reference) ?? null;
  }

  /** As `find`. @throws Failure `user-not-found`, `ecosystem-not-found` */
  async require(ecosystemId: string, reference: string, caller: Caller): Promise<User> {
    const user = await this.find(ecosystemId, reference, caller);
    if (!user) throw new Failure('user-not-found', `No such user: ${reference}`, { ids: [reference] });
    return user;
  }

  /**
   * Creates the user with this `externalId`, or updates the one that the reference names. Tolerates a
   * concurrent creation of the same user.
   *
   * @throws Failure `user-inactive`, and as `UsersService.create` and `update`
   */
  async put(
    ecosystemId: string,
    reference: string,
    given: Pick<UserChanges, 'email' | 'name' | 'attributes'>,
    caller: Caller,
  ): Promise<{ user: User; isNew: boolean }> {
    const known = await this.find(ecosystemId, reference, caller);
    if (!known) {
      try {
        const user = await this.users.create(ecosystemId, { externalId: reference, ...given }, caller);
        return { user, isNew: true };
      } catch (error) {
        const isConflict = error instanceof Failure && error.code === 'conflict';
        if (!isConflict || !(await this.find(ecosystemId, reference, caller))) throw error;
        return this.put(ecosystemId, reference, given, caller);
      }
    }
    if (!known.active) throw new Failure('user-inactive', 'User is not activated');
    // None of these fields decides permissions, so no session is invalidated.
    return { user: await this.users.update(ecosystemId, known.id, given, undefined, caller), isNew: false };
  }

  /** The live users that match, by creation time. @throws Failure `ecosystem-not-found` */
  async list(
    ecosystemId: string,
    { limit, cursor }: PageRequest,
    caller: Caller,
    predicate: (user: User) => boolean = () => true,
  ): Promise<Page<User>> {
    await this.ecosystems.require(ecosystemId, caller);
    let after = keyOfCursor(cursor, [0, ''] as [number, string]);
    const matching: User[] = [];
    let isEnd = false;
    while (!isEnd && matching.length <= limit) {
      const rows = await this.repository.findAfter(ecosystemId, rowsPerStatement, after);
      matching.push(...rows.filter(predicate));
      isEnd = rows.length < rowsPerStatement;
      after = rows.length > 0 ? userKeyOf(rows.at(-1)!) : after;
    }
    return pageOf(matching, limit, userKeyOf);
  }

  /** Writes an achievement of the user to the audit. @throws Failure `user-not-found` */
  async noteSuccess(ecosystemId: string, userId: string, eventName: string, caller: Caller): Promise<void> {
    const { id } = await this.users.require(ecosystemId, userId, caller);
    const event = { action: 'user.success', ecosystemId, targetType: 'user', targetId: id } as const;
    await this.transactions.run((manager) =>
      this.audit.append(manager, caller, [{ ...event, detail: { eventName } }]),
    );
  }
}
