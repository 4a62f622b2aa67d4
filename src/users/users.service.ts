import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { ecosystemReference } from '../common/ids/identifier.js';
import { type ExpectedVersions, versionMismatch } from '../database/optimistic-lock.js';
import { Failure, invalidField } from '../common/failure.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../common/page.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import { RolesService } from '../ecosystems/roles/roles.service.js';
import { requireActiveUsers } from './names/active-users.js';
import { demandLength, PASSWORD_MIN_LENGTH } from './sign-in/password-length.js';
import {
  columnsOf,
  columnsOfDeletion,
  newUserRow,
  type NewUser,
  revokesTokens,
  type UserChanges,
} from './user-changes.js';
import { SessionInvalidation } from '../sessions/invalidation.js';
import { UserAuthority } from './roles/user-authority.js';
import { userEvent, detailOfChange, detailOfCreation, detailOfDeletion } from './user-events.js';
import type { User } from './user.entity.js';
import { emailOf, type Reference, referenceOf, usernameOf } from './names/user-names.js';
import { filterOf, type UserQuery } from './search/user-query.js';
import { externalIdIn, resolveUsers } from './names/user-references.js';
import { UserWrites } from './user-writes.js';
import { type Generation, UsersRepository, type UserStatus } from './users.repository.js';

/** Work in the transaction that creates a user. */
interface CreationWork {
  /** Decides the roles. */
  roles?: (manager: EntityManager) => Promise<string[]>;
  /** Follows the insertion. */
  then?: (manager: EntityManager, user: User) => Promise<void>;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly roles: RolesService,
    private readonly authority: UserAuthority,
    private readonly writes: UserWrites,
    private readonly invalidation: SessionInvalidation,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(PASSWORD_MIN_LENGTH) private readonly leastPassword: number,
  ) {}

  /** @throws Failure `ecosystem-not-found`, `user-not-found` */
  async require(ecosystemId: string, userId: string, caller: Caller): Promise<User> {
    await this.ecosystems.require(ecosystemId, caller);
    const user = await this.findById(ecosystemId, userId);
    if (!user) throw notFound(userId);
    return user;
  }

  /** The live users that match, newest first. */
  async list(
    ecosystemId: string,
    query: UserQuery,
    { limit, cursor }: PageRequest,
    caller: Caller,
  ): Promise<Page<User>> {
    await this.ecosystems.require(ecosystemId, caller);
    const after = keyOfCursor(cursor, [0, ''] as [number, string]);
    const filter = filterOf(query);
    const rows = filter ? await this.repository.findPage(ecosystemId, filter, limit + 1, after) : [];
    return pageOf(rows, limit, ({ createdAt, id }) => [createdAt, id]);
  }

  generationsOf(ecosystemId: string, userIds: string[]): Promise<Map<string, Generation>> {
    return this.repository.findGenerations(ecosystemId, [...new Set(userIds)]);
  }

  /** The status of the live users with these references, by `externalId` or id. */
  statusOf(ecosystemId: string, references: string[]): Promise<Map<string, UserStatus>> {
    return this.repository.findStatus(ecosystemId, references);
  }

  /** The live user with this username, ignoring case; null for none. */
  async findByUsername(ecosystemId: string, username: string): Promise<User | null> {
    const keyed = usernameOf(username);
    return keyed ? this.repository.findLive(ecosystemId, { usernameKey: keyed.key }) : null;
  }

  /** The live user with this e-mail address, ignoring case; null for none. */
  async findByEmail(ecosystemId: string, email: string): Promise<User | null> {
    const keyed = emailOf(email);
    return keyed ? this.repository.findLive(ecosystemId, { emailKey: keyed.key }) : null;
  }

  async findByExternalId(ecosystemId: string, externalId: string): Promise<User | null> {
    const reference = referenceOf(externalId);
    return reference ? this.repository.findLive(ecosystemId, { externalId: reference }) : null;
  }

  async findById(ecosystemId: string, id: string): Promise<User | null> {
    const reference = referenceOf(id);
    return reference ? this.repository.findLive(ecosystemId, { id: reference }) : null;
  }

  /**
   * The ids of the live users that these references name by `external:EXTERNAL_ID`; of an ecosystem that the caller sees.
   * Other references are skipped.
   */
  async idsOf(ecosystemId: string, references: string[], caller: Caller): Promise<Map<string, string>> {
    const names = new Map<string, Reference>();
    for (const reference of references) {
      const name = referenceOf(externalIdIn(reference) ?? '');
      if (name) names.set(reference, name);
    }
    const isVisible = (caller.ecosystemId ?? ecosystemId) === ecosystemId;
    if (names.size === 0 || !isVisible || !ecosystemReference.test(ecosystemId)) return new Map();
    const ids = await this.repository.findIds(ecosystemId, [...new Set(names.values())]);
    const found = [...names].map(([reference, name]) => [reference, ids.get(name)] as const);
    return new Map(found.filter((one): one is [string, string] => one[1] !== undefined));
  }

  /** The live users that these references name, by `externalId` or id. */
  findReferenced(ecosystemId: string, references: string[]): Promise<Map<string, User>> {
    return resolveUsers(references, (names) => this.repository.findReferenced(ecosystemId, names));
  }

  /**
   * The active users that these references name, by `externalId` or id, in their order.
   *
   * @throws Failure `user-not-found` with every reference that names no active user
   */
  async requireActive(ecosystemId: string, references: string[], caller: Caller): Promise<User[]> {
    await this.ecosystems.require(ecosystemId, caller);
    return requireActiveUsers(references, await this.findReferenced(ecosystemId, references));
  }

  async requireActiveById(ecosystemId: string, ids: string[], caller: Caller): Promise<User[]> {
    await this.ecosystems.require(ecosystemId, caller);
    const possible = [...new Set(ids)].map(referenceOf).filter((id): id is Reference => id !== undefined);
    const found = await this.repository.findLiveByIds(ecosystemId, possible);
    return requireActiveUsers(ids, new Map(found.map((user) => [user.id, user])), 'userIds');
  }

  /**
   * Finds or creates the user with this e-mail address. Updates a known user with the given fields when the
   * caller has `users:update`.
   *
   * @throws Failure `user-inactive`, and as `create`
   */
  async identify(
    ecosystemId: string,
    email: string,
    given: Pick<UserChanges, 'name' | 'externalId'>,
    caller: Caller,
  ): Promise<User> {
    await this.ecosystems.require(ecosystemId, caller);
    const user = await this.findByEmail(ecosystemId, email);
    if (!user) {
      try {
        return await this.create(ecosystemId, { email, ...given }, caller);
      } catch (error) {
        // A concurrent creation of the same user may have taken any of its keys.
        const isConflict = error instanceof Failure && error.code === 'conflict';
        if (!isConflict || !(await this.findByEmail(ecosystemId, email))) throw error;
        return this.identify(ecosystemId, email, given, caller);
      }
    }
    if (!user.active) throw new Failure('user-inactive', 'User is not activated');
    const hasChanges = Object.entries(given).some(
      ([field, value]) => value !== undefined && value?.normalize('NFC') !== user[field as keyof User],
    );
    const mayChange = caller.permissions.includes('users:update');
    return hasChanges && mayChange ? this.update(ecosystemId, user.id, given, undefined, caller) : user;
  }

  /**
   * @param within more work in the transaction that creates the user
   * @throws Failure `conflict` (username, email or externalId is taken, or the id is another user's
   * externalId), `permission-denied` (the roles exceed the caller), `invalid-input` (unknown role, invalid
   * name), `wrong-holder` (choosing the id)
   */
  async create(
    ecosystemId: string,
    given: NewUser,
    caller: Caller,
    within: CreationWork = {},
  ): Promise<User> {
    await this.ecosystems.require(ecosystemId, caller);
    demandLength(given.password, this.leastPassword);
    const user = await newUserRow(ecosystemId, given, this.clock.now(), caller);
    await this.writes.run(async (manager) => {
      if (within.roles) user.roles = await within.roles(manager);
      await this.roles.refuseMoreThan(ecosystemId, manager, { before: [], after: user.roles }, caller);
      await this.repository.insert(manager, user);
      await this.audit.append(manager, caller, [userEvent('user.create', user, detailOfCreation(user))]);
      await within.then?.(manager, user);
    }, user);
    return user;
  }

  /**
   * Changes a user. Permissions that the user loses are lost by all tokens at once. Setting somebody else's
   * password ends the user's tokens, unless the caller says otherwise.
   *
   * @throws Failure as `create`, and `user-not-found`, `precondition-failed`, `last-admin`, `unavailable`,
   * `invalid-input` (`revokeTokens` without a password)
   */
  async update(
    ecosystemId: string,
    userId: string,
    given: UserChanges,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<User> {
    await this.require(ecosystemId, userId, caller);
    const { password, revokeTokens = caller.userId !== userId } = given;
    if (password === undefined && given.revokeTokens !== undefined) {
      throw invalidField('body', 'revokeTokens', 'with-password', 'revokeTokens needs a password');
    }
    const changes: UserChanges = password === undefined ? given : { ...given, revokeTokens };
    const change = () => this.change(ecosystemId, userId, changes, expected, caller);
    return concernsSessions(changes) ? this.invalidation.aroundCommit({ userId }, change) : change();
  }

  private async change(
    ecosystemId: string,
    userId: string,
    changes: UserChanges,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<User> {
    const user = await this.require(ecosystemId, userId, caller);
    demandLength(changes.password, this.leastPassword);
    const columns = await columnsOf(changes, this.clock.now(), user.active);
    const { roles = user.roles, active = user.active } = changes;
    const done = await this.writes.run(async (manager) => {
      if (!(await this.authority.demand(manager, user, { roles, active }, caller))) return undefined;
      const changed = await this.repository.update(manager, ecosystemId, userId, columns, expected);
      if (!changed) throw expected ? versionMismatch() : notFound(userId);
      if (changes.attributes) {
        changed.attributes = await this.repository.mergeAttributes(manager, userId, changes.attributes);
      }
      const detail = detailOfChange(user, changes);
      await this.audit.append(manager, caller, [userEvent('user.update', changed, detail)]);
      return changed;
    });
    return done ?? this.change(ecosystemId, userId, changes, expected, caller);
  }

  /**
   * Starts a new token generation, which revokes all earlier tokens, and returns it. The caller must
   * invalidate the user's sessions around the transaction.
   */
  nextTokenGeneration(ecosystemId: string, manager: EntityManager, userId: string): Promise<number> {
    return this.repository.nextTokenGeneration(ecosystemId, manager, userId, this.clock.now());
  }

  /**
   * Deletes a user and erases the personal data. The user's tokens are dead at once.
   *
   * @throws Failure `user-not-found`, `precondition-failed`, `last-admin`, `unavailable`
   */
  async delete(
    ecosystemId: string,
    userId: string,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<void> {
    await this.require(ecosystemId, userId, caller);
    await this.invalidation.aroundCommit({ userId }, () => this.erase(ecosystemId, userId, expected, caller));
  }

  private async erase(
    ecosystemId: string,
    userId: string,
    expected: ExpectedVersions,
    caller: Caller,
  ): Promise<void> {
    const user = await this.require(ecosystemId, userId, caller);
    const columns = columnsOfDeletion(this.clock.now());
    const isDone = await this.writes.run(async (manager) => {
      const after = { roles: user.roles, active: false };
      if (!(await this.authority.demand(manager, user, after, caller))) return false;
      const changed = await this.repository.update(manager, ecosystemId, userId, columns, expected);
      if (!changed) throw expected ? versionMismatch() : notFound(userId);
      await this.audit.append(manager, caller, [userEvent('user.delete', user, detailOfDeletion(user))]);
      return true;
    });
    if (!isDone) await this.erase(ecosystemId, userId, expected, caller);
  }

  /**
   * Marks all users of a deleted ecosystem as deleted, so that their tokens stay dead even when its id is
   * reused.
   */
  async deleteAll(manager: EntityManager, ecosystemId: string): Promise<void> {
    await this.repository.updateAll(manager, ecosystemId, columnsOfDeletion(this.clock.now()));
  }
}

/** Whether sessions hold what changes: the user's state, roles and names. */
function concernsSessions(changes: UserChanges): boolean {
  const held = [changes.active, changes.roles, changes.username, changes.externalId];
  return revokesTokens(changes) || held.some((value) => value !== undefined);
}

function notFound(userId: string): Failure {
  return new Failure('user-not-found', 'There is no such user', { ids: [userId] });
}
