import { parseClientJson } from './client-json.js';
import { invalidField } from './failure.js';

/** A page of a list; `next` is the cursor of the next page, null on the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** The page of a list that is wanted. */
export interface PageRequest {
  /** Maximum number of items. */
  limit: number;
  /** `next` of the page before. */
  cursor?: string;
}

/** The values of the ordering columns of the last item of a page. */
export type PageKey = readonly (string | number)[];

/**
 * The page of these rows; read one more row than the page may hold. Pages continue after a key, so that no item is skipped or
 * repeated when rows are added meanwhile.
 */
export function pageOf<T>(rows: T[], limit: number, keyOf: (item: T) => PageKey): Page<T> {
  const items = rows.slice(0, limit);
  const isLast = rows.length <= limit;
  return { items, next: isLast ? null : encode(keyOf(items.at(-1)!)) };
}

/**
 * The key in a cursor; undefined without one.
 *
 * @param shape an example of the key, for the types of its values
 * @throws Failure `invalid-input` for any text that is not the cursor of a page
 */
export function keyOfCursor<Key extends PageKey>(cursor: string | undefined, shape: Key): Key | undefined {
  if (cursor === undefined) return undefined;
  const key = decode(cursor);
  const fits =
    Array.isArray(key) &&
    key.length === shape.length &&
    key.every((value, index) => typeof value === typeof shape[index] && isPlain(value));
  if (!fits) throw invalidField('query', 'cursor', 'cursor', 'cursor must be the nextCursor of a page');
  return key as unknown as Key;
}

function encode(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decode(cursor: string): unknown {
  try {
    return parseClientJson(Buffer.from(cursor, 'base64url').toString('utf8'), 'query', 'cursor');
  } catch {
    return undefined;
  }
}

/** Values that a store accepts: no U+0000, no lone surrogate, whole numbers. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' ? /^[\x20-\x7e]{0,128}$/.test(value) : Number.isSafeInteger(value);
}

/**
 * `x BETWEEN v AND v`, for the first ordering column. With `x = v` PostgreSQL drops the column from the order, and may then
 * walk the index of the next column through the rows of all other values.
 *
 * @param parameter name of the value
 */
export function pinnedEquals(column: string, parameter: string): string {
  return `${column} BETWEEN :${parameter} AND :${parameter}`;
}
