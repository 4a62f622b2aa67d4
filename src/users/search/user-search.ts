import { Brackets, type SelectQueryBuilder, type WhereExpressionBuilder } from 'typeorm';
import type { User } from '../user.entity.js';
import { searchTextOf } from '../names/user-names.js';

/** What users can be searched and sorted by. */
export const searchFields = ['id', 'username', 'name', 'email', 'active', 'role', 'createdAt'] as const;
export type SearchField = (typeof searchFields)[number];

/** A condition on one field, or several of them: a text in any case of letters within the value, or the value itself. */
export type UserCondition =
  | { field: 'id' | 'username' | 'name' | 'email' | 'role'; is: string }
  | { field: 'active'; is: boolean }
  | { field: 'username' | 'name' | 'email'; contains: string }
  | { all: UserCondition[] }
  | { any: UserCondition[] };

export interface UserSearch {
  where: UserCondition;
  /** By which field first; the id settles what is left. A role is no order. */
  sort: { field: Exclude<SearchField, 'role'>; isDescending: boolean }[];
  /** How many of them to pass over. */
  offset: number;
  /** How many of them to give at the most. */
  count: number;
}

/** The columns compared, the same on every store; what is absent is an empty text. */
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

/** Narrows a query of `person` rows to those that are searched for. */
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

/** Puts a query of `person` rows in the order that is wanted. */
export function applySort(query: SelectQueryBuilder<User>, sort: UserSearch['sort']): void {
  sort.forEach(({ field, isDescending }, index) => {
    const column = columns[field];
    const direction = isDescending ? 'DESC' : 'ASC';
    // An expression needs a name to be ordered by; a column given another name would be missing in the user.
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
  // Names of roles are of [A-Za-z0-9_-], so quotes delimit them in the JSON text.
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

/** The text as a pattern of LIKE that fits nothing else. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
