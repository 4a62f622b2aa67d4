import { Brackets, type SelectQueryBuilder, type WhereExpressionBuilder } from 'typeorm';
import type { User } from '../user.entity.js';
import { searchTextOf } from '../names/user-names.js';

export const searchFields = ['id', 'username', 'name', 'email', 'active', 'role', 'createdAt'] as const;
export type SearchField = (typeof searchFields)[number];

/** A condition on fields: a case-insensitive substring, or an exact value. */
export type UserCondition =
  | { field: 'id' | 'username' | 'name' | 'email' | 'role'; is: string }
  | { field: 'active'; is: boolean }
  | { field: 'username' | 'name' | 'email'; contains: string }
  | { all: UserCondition[] }
  | { any: UserCondition[] };

export interface UserSearch {
  where: UserCondition;
  /** Sort fields by priority. The id breaks ties. `role` cannot be sorted by. */
  sort: { field: Exclude<SearchField, 'role'>; isDescending: boolean }[];
  offset: number;
  count: number;
}

/** SQL expressions that compare alike on every store. An absent value counts as empty text. */
const columns: Record<Exclude<SearchField, 'role'>, string> = {
  id: 'person.id',
  username: "COALESCE(person.usernameKey, '')",
  name: 'LOWER(person.name)',
  email: "COALESCE(person.emailKey, '')",
  active: 'person.active',
  createdAt: 'person.createdAt',
};

const values: Record<'id' | 'username' | 'name' | 'email', string> = {
  id: 'person.id',
  username: 'person.username',
  name: 'person.name',
  email: 'person.email',
};

export function applyCondition(query: SelectQueryBuilder<User>, condition: UserCondition): void {
  const parameters: Record<string, unknown> = {};
  const bind = (value: unknown) => {
    const name = `searched${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  const text = textOf(condition, bind);
  query.andWhere(new Brackets((where: WhereExpressionBuilder) => void where.where(text)));
  query.setParameters(parameters);
}

export function applySort(query: SelectQueryBuilder<User>, sort: UserSearch['sort']): void {
  sort.forEach(({ field, isDescending }, index) => {
    const column = columns[field];
    const direction = isDescending ? 'DESC' : 'ASC';
    // An expression needs an alias to be sorted by. Aliasing a plain column would drop it from the entity.
    if (column.includes('(')) query.addSelect(column, `sorted${index}`);
    query.addOrderBy(column.includes('(') ? `sorted${index}` : column, direction);
  });
  query.addOrderBy('person.id', 'ASC');
}

function textOf(condition: UserCondition, bind: (value: unknown) => string): string {
  if ('all' in condition) return joined(condition.all, 'AND', 'TRUE', bind);
  if ('any' in condition) return joined(condition.any, 'OR', 'FALSE', bind);
  if ('contains' in condition) {
    return `${columns[condition.field]} LIKE ${bind(`%${literally(searchTextOf(condition.contains))}%`)} ESCAPE '\\'`;
  }
  if (condition.field === 'active') return `person.active = ${bind(condition.is)}`;
  // Role names match [A-Za-z0-9_-], so quotes delimit them in the JSON text.
  if (condition.field === 'role') {
    return `person.roles LIKE ${bind(`%${literally(JSON.stringify(condition.is))}%`)} ESCAPE '\\'`;
  }
  return `${values[condition.field]} = ${bind(condition.is.normalize('NFC'))}`;
}

function joined(
  conditions: UserCondition[],
  by: string,
  nothing: string,
  bind: (value: unknown) => string,
): string {
  if (conditions.length === 0) return nothing;
  return conditions.map((one) => `(${textOf(one, bind)})`).join(` ${by} `);
}

function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
