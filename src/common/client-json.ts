import { type Failure, type InputPlace, invalidField } from './failure.js';

/** Maximum values in one JSON text of a client: twice the longest list of plain values that any route accepts. */
export const mostValues = 20_000;

/** Maximum nesting of arrays and objects. */
const deepest = 64;

/** Texts up to this many characters are parsed without counting, which would cost more than it saves. */
const short = 1024;

/** Keys by which a client could pollute prototypes, also when they are escaped. */
const suspicious = /__proto__|constructor|\\u00/;

/**
 * Parses JSON of a client. Values and nesting are counted before any object is built.
 *
 * @param path the field that holds the text
 * @param most maximum values
 * @throws SyntaxError for a text that is not JSON
 * @throws Failure `invalid-input` for too many values, for too deep nesting, and (`isRefusedKey`) for a refused key
 */
export function parseClientJson(text: string, place: InputPlace, path = '', most = mostValues): unknown {
  const excess = text.length > short ? excessIn(text, most) : undefined;
  if (excess) throw invalidField(place, path, ...excess);
  const value: unknown = JSON.parse(text);
  const key = suspicious.test(text) ? refusedKeyIn(value) : undefined;
  if (key !== undefined) {
    const named = path === '' ? key : `${path}.${key}`;
    throw invalidField(place, named, refusedKey, 'is a key that is not taken');
  }
  return value;
}

const refusedKey = 'refused-key';

/** Whether only a key was refused. */
export function isRefusedKey(error: Failure): boolean {
  return error.detail.issues?.[0]?.rule === refusedKey;
}

/** One pass over the characters, without allocating. */
function excessIn(text: string, most: number): [rule: string, message: string] | undefined {
  let values = 0;
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (isInText) {
      if (character === backslash) at += 1;
      else if (character === quote) isInText = false;
      continue;
    }
    if (character === quote) isInText = true;
    else if (character === comma) values += 1;
    else if (character === bracket || character === brace) {
      values += 1;
      depth += 1;
      if (depth > deepest) return ['depth', 'is nested too deeply'];
    } else if (character === endOfBracket || character === endOfBrace) depth -= 1;
    if (values > most) return ['count', `must hold at most ${most} values`];
  }
  return undefined;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [bracket, endOfBracket, brace, endOfBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The path of a key `__proto__`, or of a `constructor` with a `prototype`; undefined when there is none. */
function refusedKeyIn(value: unknown): string | undefined {
  let level: { path: string; value: unknown }[] = [{ path: '', value }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const parent of level) {
      if (!isObject(parent.value)) continue;
      for (const key of Object.keys(parent.value)) {
        const child = parent.value[key];
        const path = parent.path === '' ? key : `${parent.path}.${key}`;
        if (key === '__proto__') return path;
        if (key === 'constructor' && isObject(child) && Object.hasOwn(child, 'prototype')) return path;
        next.push({ path, value: child });
      }
    }
    level = next;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
