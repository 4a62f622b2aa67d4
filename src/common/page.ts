import { parseClientJson } from './client-json.js';
import { invalidField } from './failure.js';

/** A part of a list; `next` is the cursor with which the next part begins, null after the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** How many items at the most. */
  limit: number;
  /** `next` of the page before. */
  cursor?: string;
}

/** The values of the columns by which a list is ordered, of the last item of a page. */
export type PageKey = readonly (string | number)[];

/**
 * The page that these rows make, of which one more was asked for than the page may hold. Pages go by keys, so that
 * nothing is skipped or shown twice when rows are added meanwhile.
 */
export function pageOf<T>(rows: T[], limit: number, keyOf: (item: T) => PageKey): Page<T> {
  const items = rows.slice(0, limit);
  const isLast = rows.length <= limit;
  return { items, next: isLast ? null : encode(keyOf(items.at(-1)!)) };
}

/**
 * The key in a cursor; undefined without one.
 *
 * @param shape an example of the key: its values have the types that the cursor's must have
 * @throws Failure `invalid-input` for a text that no page gave
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

/** What a store can be asked with: no U+0000, no lone surrogate, a whole number. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' ? /^[\x20-\x7e]{0,128}$/.test(value) : Number.isSafeInteger(value);
}

/**
 * That the column by which a list is ordered first has one value, said as a range. Where it is said to equal a value,
 * PostgreSQL drops it from the order, and may walk through the rows of all others by the key that comes next in it.
 *
 * @param parameter name of the value
 */
export function pinnedEquals(column: string, parameter: string): string {
  return `${column} BETWEEN :${parameter} AND :${parameter}`;
}
