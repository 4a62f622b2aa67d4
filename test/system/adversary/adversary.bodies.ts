import fc from 'fast-check';
import { brokenBodies, jsonOf, names, texts, values } from './adversary.values.js';
import type { RawRequest } from '../../support/raw-client.js';

/** A right request, in the parts that can be spoilt. */
export interface Right {
  method: string;
  /** With its parameters in braces, as the document has it. */
  path: string;
  parameters: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  contentType?: string;
  body?: unknown;
  /** The body as it is sent: JSON, a form or lines. */
  text?: string;
  /** Names of all fields that the body may have. */
  fields: string[];
}

/** A request on its way to being spoilt. */
export interface Draft extends Omit<RawRequest, 'headers' | 'target' | 'body'> {
  target: string;
  headers: [string, string][];
  contentType: string | undefined;
  body: Buffer | undefined;
  isDead: boolean;
}

export type Spoil = (draft: Draft) => Draft;

/** What a header's value may hold: the rest ends the request, and is sent by itself. */
export const visible = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');

export function bodies(right: Right): fc.Arbitrary<Spoil> {
  const { body, fields } = right;
  const put = (value: unknown): Spoil => {
    return (draft) => ({ ...draft, body: Buffer.from(jsonOf(value)) });
  };
  const withField = (name: string, value: unknown) =>
    Object.defineProperty({ ...(body as object) }, name, {
      value,
      enumerable: true,
    });
  const nested = (name: string, value: unknown): unknown => {
    const old = (body as Record<string, unknown>)[name];
    if (Array.isArray(old)) return withField(name, [...old, value]);
    return withField(name, typeof old === 'object' && old !== null ? { ...old, a: value } : [value]);
  };
  const field = fc.constantFrom(...(fields.length > 0 ? fields : ['a']));
  return fc.oneof(
    { weight: 8, arbitrary: fc.tuple(field, values).map(([name, value]) => put(withField(name, value))) },
    { weight: 2, arbitrary: fc.tuple(names, values).map(([name, value]) => put(withField(name, value))) },
    ...(fields.length > 0
      ? [
          { weight: 2, arbitrary: fc.tuple(field, values).map(([name, value]) => put(nested(name, value))) },
          { weight: 1, arbitrary: field.map((name) => put({ ...(body as object), [name]: undefined })) },
        ]
      : []),
    { weight: 2, arbitrary: values.map(put) },
    {
      weight: 3,
      arbitrary: brokenBodies(right.text ?? '{}').map((bytes) => (draft: Draft) => ({
        ...draft,
        body: bytes,
      })),
    },
  );
}

export const types = fc
  .oneof(
    fc.constantFrom(
      ...['text/plain', 'application/xml', 'multipart/form-data', 'application/octet-stream', 'json', '/'],
      ...['application/json; charset=utf-16', 'application/json;', 'application/json, text/html', ''],
      ...['application/x-www-form-urlencoded', 'APPLICATION/JSON', 'application/json; charset="', 'a/b;c'],
      ...['application/problem+json', 'application/merge-patch+json', `application/${'x'.repeat(3000)}`],
    ),
    texts.map(visible),
  )
  .map((contentType): Spoil => (draft) => ({ ...draft, contentType }));
