import { parseClientJson } from '../../../common/client-json.js';
import { type InputIssue, invalidInput } from '../../../common/failure.js';
import type { UserCondition, UserSearch } from '../../../users/search/user-search.js';
import { type Fields, firstText } from '../shared/body.js';

const pageSize = { default: 50, most: 100 } as const;

/** Maximum nesting of `$and` and `$or`, and maximum number of conditions. */
const limits = { depth: 4, conditions: 50 } as const;

/** Wanted fields: those with 1, or all but those with 0. */
export type Projection = Record<string, 0 | 1>;

/**
 * The original's `count`, `offset`, `sort`, `query` and `email`; `sort` and `query` are JSON texts.
 *
 * @param isFull whether the caller sees all fields: hidden fields cannot be searched
 * @throws Failure `invalid-input`
 */
export function searchOf(query: Fields, isFull: boolean): UserSearch {
  const email = isFull ? firstText(query, 'email') : undefined;
  const asked = conditionOf(query, isFull);
  const where = email === undefined ? asked : { all: [asked, addressWith(email)] };
  // An infinite count is disabled, as with the original's setting API_Allow_Infinite_Count.
  const count = Math.min(numberOf(query, 'count') || pageSize.default, pageSize.most);
  return { where, sort: sortOf(query, isFull), offset: numberOf(query, 'offset'), count };
}

/** No address contains U+0000, which not every store can search for. */
function addressWith(part: string): UserCondition {
  return part.includes('\0') ? { any: [] } : { field: 'email', contains: part };
}

/** @throws Failure `invalid-input` */
export function projectionOf(query: Fields): Projection {
  const parsed = parsedOf(query, 'fields');
  const isProjection = Object.values(parsed).every((value) => value === 0 || value === 1);
  if (!isProjection) throw refusalOf(query, 'fields');
  return parsed as Projection;
}

export function projected<T extends { _id: string }>(view: T, projection: Projection): T {
  const named = Object.entries(projection).filter(([field]) => field !== '_id');
  if (named.length === 0) return view;
  const isInclusive = named.some(([, value]) => value === 1);
  const isWanted = (field: string) => (isInclusive ? projection[field] === 1 : projection[field] !== 0);
  const entries = Object.entries(view).filter(([field]) => field === '_id' || isWanted(field));
  return Object.fromEntries(entries) as T;
}

/** Fields of others that only `view-full-other-user-info` shows. */
const hidden: readonly string[] = ['email', 'role', 'createdAt'];

const sortFields: Record<string, UserSearch['sort'][number]['field']> = {
  _id: 'id',
  username: 'username',
  name: 'name',
  'emails.address': 'email',
  createdAt: 'createdAt',
  active: 'active',
  // No user is ever online here, so only this part of the original's filter remains.
  status: 'active',
};

function sortOf(query: Fields, isFull: boolean): UserSearch['sort'] {
  const sort = Object.entries(parsedOf(query, 'sort')).map(([name, direction]) => {
    const field = Object.hasOwn(sortFields, name) ? sortFields[name] : undefined;
    const isHidden = !isFull && hidden.includes(field ?? '');
    if (!field || isHidden || (direction !== 1 && direction !== -1)) throw refusalOf(query, 'sort');
    return { field, isDescending: direction === -1 };
  });
  return sort.length > 0 ? sort : [{ field: 'username', isDescending: false }];
}

function conditionOf(query: Fields, isFull: boolean): UserCondition {
  let left: number = limits.conditions;
  const invalid = refusalOf(query, 'query');

  const ofObject = (value: unknown, depth: number): UserCondition => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > limits.depth)
      throw invalid;
    return { all: Object.entries(value).map(([name, wanted]) => ofEntry(name, wanted, depth)) };
  };
  const ofEntry = (name: string, wanted: unknown, depth: number): UserCondition => {
    left -= 1;
    if (left < 0) throw invalid;
    if (name === '$and' || name === '$or') {
      if (!Array.isArray(wanted)) throw invalid;
      const parts = wanted.map((part) => ofObject(part, depth + 1));
      return name === '$and' ? { all: parts } : { any: parts };
    }
    const condition = ofField(name, wanted);
    const isHidden = !isFull && condition && 'field' in condition && hidden.includes(condition.field);
    if (!condition || isHidden) throw invalid;
    return condition;
  };
  return ofObject(parsedOf(query, 'query'), 0);
}

const textFields: Record<string, 'id' | 'username' | 'name' | 'email' | 'role'> = {
  _id: 'id',
  username: 'username',
  name: 'name',
  'emails.address': 'email',
  roles: 'role',
};

/** Fields with the same value for every user: a condition matches all or none. */
const constants: Record<string, string> = { type: 'user', status: 'offline' };

function ofField(name: string, wanted: unknown): UserCondition | undefined {
  if (name === 'active') return typeof wanted === 'boolean' ? { field: 'active', is: wanted } : undefined;
  if (Object.hasOwn(constants, name)) return constants[name] === wanted ? { all: [] } : { any: [] };
  const field = Object.hasOwn(textFields, name) ? textFields[name] : undefined;
  if (!field) return undefined;
  if (typeof wanted === 'string') return wanted.includes('\0') ? undefined : { field, is: wanted };
  const text = plainTextOf(wanted);
  if (text === undefined || field === 'id' || field === 'role') return undefined;
  return { field, contains: text };
}

/** The text of `{"$regex": …}` when it is plain: a case-insensitive substring. */
function plainTextOf(wanted: unknown): string | undefined {
  if (typeof wanted !== 'object' || wanted === null) return undefined;
  const { $regex, $options = 'i', ...others } = wanted as Record<string, unknown>;
  if (typeof $regex !== 'string' || $options !== 'i' || Object.keys(others).length > 0) return undefined;
  const text = $regex.replace(/\\([.\-@+])/g, '$1');
  return /^[\p{L}\p{N} _.@+-]{0,254}$/u.test(text) ? text : undefined;
}

function numberOf(query: Fields, name: string): number {
  const text = firstText(query, name);
  if (text === undefined) return 0;
  if (!/^\d{1,9}$/.test(text)) {
    throw invalidInput([{ place: 'query', path: name, rule: 'isInt', message: `must be a whole number` }]);
  }
  return Number(text);
}

function parsedOf(query: Fields, name: 'sort' | 'query' | 'fields'): Fields {
  const text = firstText(query, name);
  if (text === undefined) return {};
  try {
    const parsed = parseClientJson(text, 'query', name);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Fields;
  } catch {
    // Refused below, as JSON that is not an object.
  }
  throw refusalOf(query, name);
}

function refusalOf(query: Fields, name: 'sort' | 'query' | 'fields') {
  const message = `Invalid ${name} parameter provided: "${String(query[name])}"`;
  const issue: InputIssue = { place: 'query', path: name, rule: name, message };
  return invalidInput([issue]);
}
