import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { newId, userReference } from '../common/identifier.js';
import { covers } from '../common/permission.js';
import { Transactions } from '../common/transactions.js';
import { uniqueViolation } from '../common/unique-violation.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import { type GivenPassword, isPassword } from './password.js';
import { columnsOf, mergedAttributes, type UserChanges } from './user-changes.js';
import type { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly ecosystems: EcosystemsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws Failure `ecosystem-not-found`, `user-not-found` */
  async require(ecosystemId: string, userId: string, caller: Caller): Promise<User> {
    await this.ecosystems.require(ecosystemId, caller);
    const user = await this.findById(ecosystemId, userId);
    if (!user) throw new Failure('user-not-found', 'There is no such user', { ids: [userId] });
    return user;
  }

  /** The live user with this username, in any case of letters; null when there is none. */
  async findByUsername(ecosystemId: string, username: string): Promise<User | null> {
    if (!userReference.test(username)) return null;
    return this.repository.findLive(ecosystemId, { usernameKey: username.toLowerCase() });
  }

  /** The live user with this e-mail address, in any case of letters; null when there is none. */
  async findByEmail(ecosystemId: string, email: string): Promise<User | null> {
    if (email.includes('\0')) return null;
    return this.repository.findLive(ecosystemId, { emailKey: email.toLowerCase() });
  }

  /** The live user with this id; null when there is none. */
  async findById(ecosystemId: string, id: string): Promise<User | null> {
    if (!userReference.test(id)) return null;
    return this.repository.findLive(ecosystemId, { id });
  }

  /**
   * The live users that these references name, each by its `externalId`, else by our `id` (DESIGN §5), in the order
   * of the references.
   *
   * @throws Failure `user-not-found` with every reference that names nobody, or a deactivated user
   */
  async requireActive(ecosystemId: string, references: string[], caller: Caller): Promise<User[]> {
    await this.ecosystems.require(ecosystemId, caller);
    const wanted = [...new Set(references)];
    const possible = wanted.filter((reference) => userReference.test(reference));
    const byExternalId = await this.repository.findLiveAmong(ecosystemId, 'externalId', possible);
    const named = new Map(byExternalId.map((user) => [user.externalId, user]));
    const others = possible.filter((reference) => !named.has(reference));
    const byId = await this.repository.findLiveAmong(ecosystemId, 'id', others);
    for (const user of byId) named.set(user.id, user);
    const ids = wanted.filter((reference) => !named.get(reference)?.active);
    if (ids.length > 0) throw new Failure('user-not-found', `No such user: ${ids.join(', ')}`, { ids });
    return references.map((reference) => named.get(reference)!);
  }

  /**
   * The user with this e-mail address: a new one when it is not known, else the known one with what is given updated.
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
        // Whoever made the same user at the same time may have taken any of its keys first.
        const isConflict = error instanceof Failure && error.code === 'conflict';
        if (!isConflict || !(await this.findByEmail(ecosystemId, email))) throw error;
        return this.identify(ecosystemId, email, given, caller);
      }
    }
    if (!user.active) throw new Failure('user-inactive', 'User is not activated');
    const isNews = Object.entries(given).some(
      ([field, value]) => value !== undefined && value !== user[field as keyof User],
    );
    // Neither field decides what a token may do, so no session need be buried.
    return isNews ? this.update(ecosystemId, user.id, given, caller) : user;
  }

  /**
   * @throws Failure `conflict` (username, email or externalId is taken), `permission-denied` (the roles give more
   * than the caller has), `invalid-input` (a role that does not exist)
   */
  async create(ecosystemId: string, given: UserChanges, caller: Caller): Promise<User> {
    await this.ecosystems.require(ecosystemId, caller);
    const now = this.clock.now();
    const user: User = {
      id: newId(),
      ecosystemId,
      username: null,
      usernameKey: null,
      email: null,
      emailKey: null,
      name: '',
      externalId: null,
      passwordHash: null,
      roles: ['user'],
      attributes: mergedAttributes(null, given.attributes ?? {}),
      active: true,
      tokenGeneration: 0,
      tokensRevokedAt: null,
      version: 1,
      createdAt: now,
      deletedAt: null,
      ...(await columnsOf(given, now)),
      updatedAt: now,
    };
    await this.refuseMoreThan(caller, ecosystemId, user.roles);
    await this.write(async (manager) => {
      await this.repository.insert(manager, user);
      await this.audit.append(manager, caller, [
        { action: 'user.create', ecosystemId, targetType: 'user', targetId: user.id },
      ]);
    });
    return user;
  }

  /**
   * Changes a user. Called by the tokens room's `RevocationService`, which buries the user's cached sessions first.
   *
   * @throws Failure as `create`, and `user-not-found`
   */
  async update(ecosystemId: string, userId: string, changes: UserChanges, caller: Caller): Promise<User> {
    const user = await this.require(ecosystemId, userId, caller);
    await this.refuseMoreThan(caller, ecosystemId, [...user.roles, ...(changes.roles ?? [])]);
    const columns = await columnsOf(changes, this.clock.now());
    await this.write(async (manager) => {
      if (!(await this.repository.update(manager, ecosystemId, userId, columns))) {
        throw new Failure('user-not-found', 'There is no such user', { ids: [userId] });
      }
      if (changes.attributes) {
        columns.attributes = await this.repository.mergeAttributes(manager, userId, changes.attributes);
      }
      await this.audit.append(manager, caller, [
        {
          action: 'user.update',
          ecosystemId,
          targetType: 'user',
          targetId: userId,
          detail: {
            fields: Object.keys(changes).filter((field) => changes[field as keyof UserChanges] !== undefined),
          },
        },
      ]);
    });
    return { ...user, ...columns };
  }

  /**
   * Begins a new generation of the user's tokens, with which all earlier ones are revoked, however many; returns it.
   * Called by `RevocationService`, as `update`.
   */
  nextTokenGeneration(ecosystemId: string, manager: EntityManager, userId: string): Promise<number> {
    return this.repository.nextTokenGeneration(ecosystemId, manager, userId, this.clock.now());
  }

  /** Deletes a user and what is personal in the row. Called by `RevocationService`, as `update`. */
  async delete(ecosystemId: string, userId: string, caller: Caller): Promise<void> {
    const user = await this.require(ecosystemId, userId, caller);
    await this.refuseMoreThan(caller, ecosystemId, user.roles);
    const now = this.clock.now();
    await this.write(async (manager) => {
      const gone = {
        ...{ username: null, usernameKey: null, email: null, emailKey: null, name: '' },
        ...{ externalId: null, passwordHash: null, roles: [], attributes: null, active: false },
        ...{ deletedAt: now, updatedAt: now },
      };
      if (!(await this.repository.update(manager, ecosystemId, userId, gone))) {
        throw new Failure('user-not-found', 'There is no such user', { ids: [userId] });
      }
      await this.audit.append(manager, caller, [
        { action: 'user.delete', ecosystemId, targetType: 'user', targetId: userId },
      ]);
    });
  }

  /**
   * The user, when the password is right. Takes the same time for a user that is not there.
   *
   * @throws Failure `login-refused` (unknown user, no password, wrong password), `user-inactive`
   */
  async signIn(user: User | null, password: GivenPassword): Promise<User> {
    const matches = await isPassword(user?.passwordHash ?? null, password);
    if (!user || !matches) throw new Failure('login-refused', 'Wrong user or password');
    if (!user.active) throw new Failure('user-inactive', 'User is not activated');
    return user;
  }

  /** A caller may neither give roles nor change a user with roles that may do more than the caller itself. */
  private async refuseMoreThan(caller: Caller, ecosystemId: string, roles: string[]): Promise<void> {
    const wanted = await this.ecosystems.permissionsOf(ecosystemId, [...new Set(roles)]);
    const missing = wanted.find((permission) => !covers(caller.permissions, [permission]));
    if (missing !== undefined) {
      throw new Failure('permission-denied', `This needs the permission ${missing}`, { permission: missing });
    }
  }

  private async write(work: Parameters<Transactions['run']>[0]): Promise<void> {
    try {
      await this.transactions.run(work);
    } catch (error) {
      const taken = uniqueViolation(error);
      if (taken === undefined) throw error;
      const field = taken.includes('username')
        ? 'username'
        : taken.includes('email')
          ? 'email'
          : 'externalId';
      throw new Failure('conflict', `Another user has this ${field}`, { field });
    }
  }
}
