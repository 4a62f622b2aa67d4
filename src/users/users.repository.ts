import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { whereVersion, type ExpectedVersions, nextVersion } from '../database/optimistic-lock.js';
import { ReadConnection } from '../database/read-connection.js';
import { User, type UserAttributes } from './user.entity.js';
import { mergedAttributes } from './user-changes.js';
import type { EmailKey, Reference, UsernameKey } from './names/user-names.js';
import { UserReference } from './names/user-reference.entity.js';

const namesPerStatement = 500;

/** By what one user is found: no raw text is a key. */
export type UserKey =
  { id: Reference } | { usernameKey: UsernameKey } | { emailKey: EmailKey } | { externalId: Reference };

/** Which users of an ecosystem are meant, each by its exact value; what is left out does not matter. */
export interface UserFilter {
  usernameKey?: UsernameKey;
  emailKey?: EmailKey;
  externalId?: Reference;
  /** A role among the user's. */
  role?: string;
  active?: boolean;
}

/** How often all tokens of a user were revoked at once, and when that last was. */
export type Generation = Pick<User, 'tokenGeneration' | 'tokensRevokedAt'>;

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  findLive(ecosystemId: string, by: UserKey): Promise<User | null> {
    return this.dataSource.manager.findOneBy(User, { ...by, ecosystemId, deletedAt: IsNull() });
  }

  /** The live users with these ids. */
  findLiveByIds(ecosystemId: string, ids: Reference[]): Promise<User[]> {
    return inParts(ids, (some) =>
      this.dataSource.manager.findBy(User, { ecosystemId, deletedAt: IsNull(), id: In(some) }),
    );
  }

  /** The live users whom these names mean. */
  findReferenced(ecosystemId: string, names: Reference[]): Promise<User[]> {
    return inParts(names, (some) => {
      const query = this.dataSource.manager.createQueryBuilder(User, 'user').where({ deletedAt: IsNull() });
      const ids = query
        .subQuery()
        .select('name.userId')
        .from(UserReference, 'name')
        .where('name.ecosystemId = :ecosystemId AND name.reference IN (:...some)', { ecosystemId, some });
      return query.andWhere(`user.id IN ${ids.getQuery()}`).setParameters(ids.getParameters()).getMany();
    });
  }

  /** Whether somebody is named so, or a deleted user was by its id. */
  isReferenced(ecosystemId: string, reference: Reference): Promise<boolean> {
    return this.dataSource.manager.existsBy(UserReference, { ecosystemId, reference });
  }

  /** A page of the live users, the newest first, beginning after the one of this moment and id. */
  findPage(
    ecosystemId: string,
    { usernameKey, emailKey, externalId, role, active }: UserFilter,
    limit: number,
    after?: readonly [createdAt: number, id: string],
  ): Promise<User[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(User, 'user')
      .where({ ecosystemId, deletedAt: IsNull() });
    if (usernameKey !== undefined) query.andWhere({ usernameKey });
    if (emailKey !== undefined) query.andWhere({ emailKey });
    if (externalId !== undefined) query.andWhere({ externalId });
    if (active !== undefined) query.andWhere({ active });
    // The column is JSON text; LIKE would take the underscore for a wildcard, and on SQLite both cases for one.
    const quoted = JSON.stringify(role);
    if (role !== undefined) query.andWhere("REPLACE(user.roles, :quoted, '') <> user.roles", { quoted });
    if (after) {
      const [createdAt, id] = after;
      const isAfter = '(user.ecosystemId, user.createdAt, user.id) < (:ecosystemId, :createdAt, :id)';
      query.andWhere(isAfter, { ecosystemId, createdAt, id });
    }
    // The ecosystem leads the order too, so that the planner goes by the index that begins with it.
    query.orderBy({ 'user.ecosystemId': 'DESC', 'user.createdAt': 'DESC', 'user.id': 'DESC' });
    return query.limit(limit).getMany();
  }

  /** Of each of these users of the ecosystem, also of deleted ones. */
  async findGenerations(ecosystemId: string, ids: string[]): Promise<Map<string, Generation>> {
    const select = { id: true, tokenGeneration: true, tokensRevokedAt: true };
    const where = { ecosystemId, id: In(ids) };
    const users = ids.length === 0 ? [] : await this.dataSource.manager.find(User, { select, where });
    return new Map(users.map((user) => [user.id, user]));
  }

  /** Live users in the order of their creation, beginning after the one created at this moment with this id. */
  findAfter(ecosystemId: string, limit: number, after?: readonly [number, string]): Promise<User[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(User, 'user')
      .where({ ecosystemId, deletedAt: IsNull() });
    if (after) query.andWhere('(user.createdAt, user.id) > (:at, :id)', { at: after[0], id: after[1] });
    return query.orderBy('user.createdAt').addOrderBy('user.id').limit(limit).getMany();
  }

  /** The live user, whom no other transaction changes until this one ends. */
  lock(manager: EntityManager, ecosystemId: string, id: string): Promise<User | null> {
    return manager.findOne(User, {
      where: { ecosystemId, id, deletedAt: IsNull() },
      ...(this.dataSource.isShared && { lock: { mode: 'for_no_key_update' as const } }),
    });
  }

  /** Whether another live and active user has this role. */
  hasOtherAdmin(manager: EntityManager, ecosystemId: string, role: string, id: string): Promise<boolean> {
    return manager
      .createQueryBuilder(User, 'user')
      .where({ ecosystemId, active: true, deletedAt: IsNull(), id: Not(id) })
      .andWhere("REPLACE(user.roles, :quoted, '') <> user.roles", { quoted: JSON.stringify(role) })
      .getExists();
  }

  /** Whether there ever was a user in this ecosystem. */
  hasAny(ecosystemId: string, manager: EntityManager): Promise<boolean> {
    return manager.existsBy(User, { ecosystemId });
  }

  async insert(manager: EntityManager, user: User): Promise<void> {
    await manager.insert(User, user as object);
  }

  /** Changes a live user at an expected version; the row as it is then, null when there was none. */
  async update(
    manager: EntityManager,
    ecosystemId: string,
    id: string,
    changes: Partial<User>,
    expected: ExpectedVersions,
  ): Promise<User | null> {
    const where = { ecosystemId, id, deletedAt: IsNull(), ...whereVersion(expected) };
    const { affected } = await manager.update(User, where, { ...changes, ...nextVersion } as object);
    return affected === 1 ? manager.findOneByOrFail(User, { ecosystemId, id }) : null;
  }

  /** Changes all live users of an ecosystem. */
  async updateAll(manager: EntityManager, ecosystemId: string, changes: Partial<User>): Promise<void> {
    const where = { ecosystemId, deletedAt: IsNull() };
    await manager.update(User, where, { ...changes, ...nextVersion } as object);
  }

  /** Counts the generation up, and keeps when that was; returns the new one. The row stays locked by the transaction. */
  async nextTokenGeneration(
    ecosystemId: string,
    manager: EntityManager,
    id: string,
    at: number,
  ): Promise<number> {
    const tokenGeneration = () => 'token_generation + 1';
    await manager.update(User, { ecosystemId, id }, { tokenGeneration, tokensRevokedAt: at });
    const user = await manager.findOneOrFail(User, {
      select: { id: true, tokenGeneration: true },
      where: { id },
    });
    return user.tokenGeneration;
  }

  /** Takes a role from all users who hold it; returns how many did. */
  async takeRole(ecosystemId: string, manager: EntityManager, role: string, at: number): Promise<number> {
    // A role's name is of [A-Za-z0-9_-], so in the JSON text nothing else looks like it with its quotes.
    const name = `"${role}"`;
    const without = (part: string, text: string) => `REPLACE(${text}, '${part}', '')`;
    const { affected } = await manager
      .createQueryBuilder()
      .update(User)
      .set({
        roles: () => without(name, without(`,${name}`, without(`${name},`, 'roles'))),
        version: () => 'version + 1',
        updatedAt: at,
      })
      .where(`ecosystem_id = :ecosystemId AND ${without(name, 'roles')} <> roles`, { ecosystemId })
      .execute();
    return affected!;
  }

  /** Takes the attributes in, in a transaction that has the row locked; returns all that the user has then. */
  async mergeAttributes(
    manager: EntityManager,
    id: string,
    given: UserAttributes,
  ): Promise<UserAttributes | null> {
    const select = { id: true, attributes: true };
    const user = await manager.findOneOrFail(User, { select, where: { id } });
    const attributes = mergedAttributes(user.attributes, given);
    await manager.update(User, { id }, { attributes } as object);
    return attributes;
  }
}

async function inParts<Found>(
  names: Reference[],
  find: (some: Reference[]) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < names.length; from += namesPerStatement) {
    if (from > 0) await setImmediate();
    found.push(...(await find(names.slice(from, from + namesPerStatement))));
  }
  return found;
}
