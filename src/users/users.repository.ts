import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { bulkInsert } from '../database/bulk-insert.js';
import { whereVersion, type ExpectedVersions, nextVersion } from '../database/optimistic-lock.js';
import { ReadConnection } from '../database/read-connection.js';
import { User, type UserAttributes } from './user.entity.js';
import { mergedAttributes } from './user-changes.js';
import type { EmailKey, Reference, UsernameKey } from './names/user-names.js';
import { UserReference } from './names/user-reference.entity.js';
import { TakenNames } from './names/taken-names.js';
import { resolveUsers } from './names/user-references.js';

const namesPerStatement = 500;

/** Key of one user. Keys are normalised, never raw text. */
export type UserKey =
  { id: Reference } | { usernameKey: UsernameKey } | { emailKey: EmailKey } | { externalId: Reference };

/** Exact-match filter. Omitted fields match everything. */
export interface UserFilter {
  usernameKey?: UsernameKey;
  emailKey?: EmailKey;
  externalId?: Reference;
  role?: string;
  active?: boolean;
}

/** The fields that decide whether a user gets a token, and its generation. */
export type UserStatus = Pick<User, 'id' | 'active' | 'tokenGeneration'>;

interface StatusRow {
  id: string;
  external_id: string | null;
  active: boolean | number;
  token_generation: number;
}

/** Token generation of a user, and when it last changed. */
export type Generation = Pick<User, 'tokenGeneration' | 'tokensRevokedAt'>;

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  findLive(ecosystemId: string, by: UserKey): Promise<User | null> {
    return this.dataSource.manager.findOneBy(User, { ...by, ecosystemId, deletedAt: IsNull() });
  }

  findLiveByIds(ecosystemId: string, ids: Reference[]): Promise<User[]> {
    return inParts(ids, (some) =>
      this.dataSource.manager.findBy(User, { ecosystemId, deletedAt: IsNull(), id: In(some) }),
    );
  }

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

  /** The ids of the live users with these `externalId`s. */
  async findIds(ecosystemId: string, externalIds: Reference[]): Promise<Map<string, string>> {
    const ecosystem = this.dataSource.driver.createParameter('ecosystem', 0);
    const [isAmong, parameter] = this.dataSource.inList('external_id', externalIds, 1);
    const rows: Pick<StatusRow, 'id' | 'external_id'>[] = await this.dataSource.manager.query(
      `SELECT id, external_id FROM users
        WHERE ecosystem_id = ${ecosystem} AND deleted_at IS NULL AND ${isAmong}`,
      [ecosystemId, parameter],
    );
    return new Map(rows.map((row) => [row.external_id!, row.id]));
  }

  /** Whether the reference belongs to a live user, or is the id of a deleted one. */
  isReferenced(ecosystemId: string, reference: Reference): Promise<boolean> {
    return this.dataSource.manager.existsBy(UserReference, { ecosystemId, reference });
  }

  /** Live users, newest first, after the given creation time and id. */
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
    // The column is JSON text. LIKE would treat `_` as a wildcard, and SQLite would ignore case.
    const quoted = JSON.stringify(role);
    if (role !== undefined) query.andWhere("REPLACE(user.roles, :quoted, '') <> user.roles", { quoted });
    if (after) {
      const [createdAt, id] = after;
      const isAfter = '(user.ecosystemId, user.createdAt, user.id) < (:ecosystemId, :createdAt, :id)';
      query.andWhere(isAfter, { ecosystemId, createdAt, id });
    }
    // The ecosystem leads the order too, so that the planner uses the index that begins with it.
    query.orderBy({ 'user.ecosystemId': 'DESC', 'user.createdAt': 'DESC', 'user.id': 'DESC' });
    return query.limit(limit).getMany();
  }

  async findGenerations(ecosystemId: string, ids: string[]): Promise<Map<string, Generation>> {
    const select = { id: true, tokenGeneration: true, tokensRevokedAt: true };
    const where = { ecosystemId, id: In(ids) };
    const users = ids.length === 0 ? [] : await this.dataSource.manager.find(User, { select, where });
    return new Map(users.map((user) => [user.id, user]));
  }

  /** Live users by creation time, after the given creation time and id. */
  findAfter(ecosystemId: string, limit: number, after?: readonly [number, string]): Promise<User[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(User, 'user')
      .where({ ecosystemId, deletedAt: IsNull() });
    if (after) query.andWhere('(user.createdAt, user.id) > (:at, :id)', { at: after[0], id: after[1] });
    return query.orderBy('user.createdAt').addOrderBy('user.id').limit(limit).getMany();
  }

  /** Locks the live user until the transaction ends. */
  lock(manager: EntityManager, ecosystemId: string, id: string): Promise<User | null> {
    return manager.findOne(User, {
      where: { ecosystemId, id, deletedAt: IsNull() },
      ...(this.dataSource.isShared && { lock: { mode: 'for_no_key_update' as const } }),
    });
  }

  /** Whether another active user has this role. */
  hasOtherAdmin(manager: EntityManager, ecosystemId: string, role: string, id: string): Promise<boolean> {
    return manager
      .createQueryBuilder(User, 'user')
      .where({ ecosystemId, active: true, deletedAt: IsNull(), id: Not(id) })
      .andWhere("REPLACE(user.roles, :quoted, '') <> user.roles", { quoted: JSON.stringify(role) })
      .getExists();
  }

  /** Whether the ecosystem ever had a user. */
  hasAny(ecosystemId: string, manager: EntityManager): Promise<boolean> {
    return manager.existsBy(User, { ecosystemId });
  }

  /** The names of these new users that are taken. */
  async findTaken(manager: EntityManager, ecosystemId: string, users: User[]): Promise<TakenNames> {
    const ecosystem = this.dataSource.driver.createParameter('ecosystem', 0);
    const isLive = `ecosystem_id = ${ecosystem} AND deleted_at IS NULL`;
    const select = async <Row>(columns: string, from: string, column: string, values: (string | null)[]) => {
      const [isAmong, parameter] = this.dataSource.inList(column, [...new Set(values)].filter(isText), 1);
      const statement = `SELECT ${columns} FROM ${from} AND ${isAmong}`;
      return (await manager.query(statement, [ecosystemId, parameter])) as Row[];
    };
    const keys = async (column: string, values: (string | null)[]) => {
      const rows = await select<{ key: string }>(`${column} AS key`, `users WHERE ${isLive}`, column, values);
      return new Set(rows.map(({ key }) => key));
    };
    const names = users.flatMap(({ id, externalId }) => [id, externalId]);
    const references = await select<{ reference: string; holder: string }>(
      'reference, user_id AS holder',
      `user_references WHERE ecosystem_id = ${ecosystem}`,
      'reference',
      names,
    );
    const ids = users.map(({ id }) => id);
    // Ids are unique in the whole service.
    const elsewhere = await manager.find(User, { select: { id: true }, where: { id: In(ids) } });
    return new TakenNames(
      await keys(
        'username_key',
        users.map(({ usernameKey }) => usernameKey),
      ),
      await keys(
        'email_key',
        users.map(({ emailKey }) => emailKey),
      ),
      new Set(elsewhere.map(({ id }) => id)),
      new Map(references.map(({ reference, holder }) => [reference, holder])),
    );
  }

  async insertAll(manager: EntityManager, users: User[]): Promise<void> {
    await bulkInsert(manager, { entity: User, rows: users });
  }

  async insert(manager: EntityManager, user: User): Promise<void> {
    await manager.insert(User, user as object);
  }

  /** Updates a live user at an expected version. Returns the new row, or null when none matched. */
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

  async updateAll(manager: EntityManager, ecosystemId: string, changes: Partial<User>): Promise<void> {
    const where = { ecosystemId, deletedAt: IsNull() };
    await manager.update(User, where, { ...changes, ...nextVersion } as object);
  }

  /** Increments the generation and returns it. The row stays locked until the transaction ends. */
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

  /** Removes a role from all its users. Returns how many had it. */
  async takeRole(ecosystemId: string, manager: EntityManager, role: string, at: number): Promise<number> {
    // Role names match [A-Za-z0-9_-], so the quoted name is unambiguous in the JSON text.
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

  /** Merges the attributes of a locked row. Returns all attributes after the merge. */
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

  /** The status of the live users with these references, thousands at once, without building entities. */
  findStatus(ecosystemId: string, references: string[]): Promise<Map<string, UserStatus>> {
    return resolveUsers(references, (names) => this.selectStatus(ecosystemId, names));
  }

  private async selectStatus(
    ecosystemId: string,
    names: Reference[],
  ): Promise<(UserStatus & Pick<User, 'externalId'>)[]> {
    const ecosystem = this.dataSource.driver.createParameter('ecosystem', 0);
    const [isAmong, parameter] = this.dataSource.inList('reference', names, 1);
    const rows: StatusRow[] = await this.dataSource.manager.query(
      `SELECT id, external_id, active, token_generation FROM users WHERE deleted_at IS NULL
          AND id IN (SELECT user_id FROM user_references WHERE ecosystem_id = ${ecosystem} AND ${isAmong})`,
      [ecosystemId, parameter],
    );
    return rows.map((row) => ({ ...statusOf(row), externalId: row.external_id }));
  }
}

function isText(value: string | null): value is string {
  return value !== null;
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

function statusOf({ id, active, token_generation: tokenGeneration }: StatusRow): UserStatus {
  return { id, active: Boolean(active), tokenGeneration };
}
