import type { DialectName } from '../../../src/dialects/dialect.js';
import { mostHeaderLines } from '../../../src/access/raw-headers.js';
import type { RawRequest } from '../../support/raw-client.js';
import type { Operation } from '../../support/documents.js';
import type { Random } from '../../support/random.js';

/** Many of something small, as the third axis beside values and types. */
export interface CountAttack {
  name: string;
  spoil: (request: RawRequest) => RawRequest;
}

const MiB = 1024 * 1024;

/** As many as fit into so many bytes. */
function many(bytes: number, one: (index: number) => string, between = ','): string {
  const parts: string[] = [];
  for (let index = 0, size = 0; size < bytes; index += 1) {
    const part = one(index);
    parts.push(part);
    size += part.length + between.length;
  }
  return parts.join(between);
}

const nested = (bytes: number, open: string, close: string) =>
  open.repeat(bytes / (open.length + close.length)) + close.repeat(bytes / (open.length + close.length));

const withBody =
  (type: string, body: string) =>
  (request: RawRequest): RawRequest => ({
    ...request,
    headers: [...request.headers, ['content-type', type]],
    body: Buffer.from(body),
  });

const withQuery =
  (query: string) =>
  (request: RawRequest): RawRequest => ({ ...request, target: `${request.target}?${query}` });

const withHeaders =
  (headers: [string, string][]) =>
  (request: RawRequest): RawRequest => ({ ...request, headers: [...request.headers, ...headers] });

const inChunks = (request: RawRequest): RawRequest => ({
  ...request,
  headers: [...request.headers, ['content-type', 'application/json'], ['transfer-encoding', 'chunked']],
  body: Buffer.from(`${'1\r\n[\r\n'.repeat(60_000)}0\r\n\r\n`),
});

/**
 * Counts of fields, items, repeats, nesting, lines, pieces and headers.
 *
 * @param field one that the operation knows
 */
export function countAttacksOn({ method }: Operation, field: string, random: Random): CountAttack[] {
  // Between a quarter of what a body may hold and all of it.
  const bytes = () => Math.floor((0.25 + 0.75 * random.next()) * 3.9 * MiB);
  const json = (name: string, body: string) => ({ name, spoil: withBody('application/json', body) });
  const form = (name: string, body: string) => ({
    name,
    spoil: withBody('application/x-www-form-urlencoded', body),
  });
  const lines = (name: string, body: string) => ({ name, spoil: withBody('application/x-ndjson', body) });
  const ofAddress: CountAttack[] = [
    { name: 'names in a query', spoil: withQuery(many(12_000, (index) => `${index}=`, '&')) },
    { name: 'repeats in a query', spoil: withQuery(many(12_000, () => `${field}=1`, '&')) },
    { name: 'nesting in a query', spoil: withQuery(`${field}=${'['.repeat(12_000)}`) },
    {
      name: 'nesting in a cursor',
      spoil: withQuery(`cursor=${Buffer.from('['.repeat(9000)).toString('base64url')}`),
    },
    {
      name: 'parts of a cookie',
      spoil: withHeaders([['cookie', many(12_000, (index) => `${index}=`, ';')]]),
    },
    { name: 'headers', spoil: withHeaders(Array(mostHeaderLines - 20).fill(['a', 'b'])) },
    {
      name: 'white space in credentials',
      spoil: withHeaders([['authorization', `Bearer x${' '.repeat(12_000)}x`]]),
    },
  ];
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return ofAddress;
  return [
    ...ofAddress,
    json('fields', `{${many(bytes(), (index) => `"f${index}":1`)}}`),
    json('fields of a field', `{"${field}":{${many(bytes(), (index) => `"f${index}":1`)}}}`),
    json('few fields', `{${many(200_000, (index) => `"f${index}":1`)}}`),
    json('repeats of a field', `{${many(bytes(), () => `"${field}":1`)}}`),
    json('items', `{"${field}":[${many(bytes(), () => '1')}]}`),
    json('few items', `{"${field}":[${many(100_000, (index) => `"t${index}"`)}]}`),
    json('few objects', `{"${field}":[${many(45_000, () => '{}')}]}`),
    json('nesting of lists', nested(bytes(), '[', ']')),
    json('nesting of objects', nested(bytes(), '{"a":', '}')),
    json('a hidden body', JSON.stringify({ payload: `{${many(bytes() / 2, (index) => `"f${index}":1`)}}` })),
    form(
      'fields of a form',
      many(bytes(), (index) => `${index}=`, '&'),
    ),
    form(
      'repeats in a form',
      many(bytes(), () => `${field}=`, '&'),
    ),
    lines('blank lines', '\n'.repeat(2 * bytes())),
    lines('lines', '{}\n'.repeat(bytes() / 3)),
    lines('fields of a line', `{"format":"sha256",${many(bytes(), (index) => `"f${index}":1`)}}`),
    { name: 'pieces of a body', spoil: inChunks },
  ];
}

/** Headers with which an operation lets its body be read. */
export type Admitted = Record<DialectName, [string, string][]>;
