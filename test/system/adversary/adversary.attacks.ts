import fc from 'fast-check';
import { bodies, type Draft, type Right, type Spoil, types, visible } from './adversary.bodies.js';
import { names, texts } from './adversary.values.js';
import type { RawRequest } from '../../support/raw-client.js';

/** What is sent, and whether its credentials are none. */
export interface Attack extends RawRequest {
  isDead: boolean;
}

/** Credentials beside the right ones. */
export interface Credentials {
  /** Header pairs that authenticate nobody. */
  dead: [string, string][][];
  /** Header pairs of others, who are somebody. */
  others: [string, string][][];
}

const header =
  (name: string, value: string): Spoil =>
  (draft) => ({
    ...draft,
    headers: [...draft.headers, [name, value]],
  });

const asPart = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** A part of an address: right in form, wrong in what it says, or no address at all. */
const parts = fc.oneof(
  texts.map((text) => asPart(text)),
  fc.constantFrom(
    ...['%', '%zz', '%e2%8', '%c0%af', '%ed%a0%80', '%00', '%2e%2e%2f', '%252e%252e', '..', '.', '~'],
    ...['a;b', 'a|b', ';', '|', '%3B', ';;', 'a;b;c', '*', '(x)', '{x}', '$', 'x'.repeat(2000)],
    ...['%F0%9F%A6%84'.repeat(200), '__proto__', 'constructor', 'tokens', 'bulk', '%5C..%5C'],
  ),
  fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\x21-\x7e]|[#?]/g, 'x')),
);

function addresses(right: Right): fc.Arbitrary<Spoil> {
  const parameters = Object.keys(right.parameters);
  const [path, query] = addressOf(right).split('?') as [string, string | undefined];
  const tail = query ? `?${query}` : '';
  const to =
    (target: string): Spoil =>
    (draft) => ({ ...draft, target });
  const replaced = (name: string, part: string) =>
    to(filled(right.path, { ...encoded(right.parameters), [name]: part }) + tail);
  const manglings = fc.oneof(
    parts.map((part) => to(`${path}/${part}${tail}`)),
    parts.map((part) => to(path + part + tail)),
    fc
      .constantFrom(
        ...[
          `${path}/`,
          `/${path}`,
          path.toUpperCase(),
          `${path}//`,
          `/.${path}`,
          `/x/..${path}`,
          `${path}#a`,
        ],
        ...[`http://other.example${path}`, `https://user:pw@h${path}`, '*', '/', '', '//', path.slice(1)],
        ...[
          path.replace('/', '/%2e%2e/'),
          path.replace(/\/(\w)/, '/%2F$1'),
          `\\${path}`,
          `${path}%0d%0aX: y`,
        ],
      )
      .map((target) => to(target + tail)),
  );
  if (parameters.length === 0) return manglings;
  const name = fc.constantFrom(...parameters);
  return fc.oneof(
    { weight: 2, arbitrary: fc.tuple(name, parts).map(([one, part]) => replaced(one, part)) },
    manglings,
  );
}

/** Cursors as a page gives them, and what one may make of them. */
const cursors = fc
  .oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(
      fc.oneof(texts, fc.double(), fc.maxSafeInteger(), fc.constant('01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11')),
      {
        maxLength: 4,
      },
    ),
  )
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));

function queries(right: Right): fc.Arbitrary<Spoil> {
  const known = ['limit', 'cursor', 'state', 'q', 'query', 'sort', 'fields', 'count', 'offset', 'ttl'];
  const name = fc.oneof(
    fc.constantFrom(...Object.keys(right.query), ...known),
    names.map((one) => asPart(one)),
  );
  const pair = fc.oneof(
    fc.tuple(name, parts).map(([key, part]) => `${key}=${part.replaceAll('&', '')}`),
    cursors.map((cursor) => `cursor=${cursor}`),
    name.map((key) => `${key}=1&${key}=2`),
    fc.tuple(name, parts).map(([key, part]) => `${key}[${part}]=1`),
    fc.constantFrom('=', '&&&', '?', '%', '=%zz', 'a=%00', '__proto__=1', '__proto__[a]=1', 'constructor=1'),
    fc.constantFrom('limit=0', 'limit=-1', 'limit=1e3', 'limit=99999999999999999999', 'limit=1.0', 'limit='),
    fc.integer({ min: 10, max: 1500 }).map((count) => Array(count).fill('a=b').join('&')),
  );
  return pair.map((more): Spoil => (draft) => ({
    ...draft,
    target: `${draft.target}${draft.target.includes('?') ? '&' : '?'}${more}`,
  }));
}

const methods = fc
  .constantFrom(
    ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'SEARCH'],
    ...['CONNECT', 'LOCK', 'PURGE', 'get', 'FOO', 'P\u00d6ST'],
  )
  .map((method): Spoil => (draft) => ({ ...draft, method }));

const garbage = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...['idempotency-key', 'if-match', 'if-none-match', 'x-request-id', 'x-forwarded-for', 'accept'],
        ...[
          'x-forwarded-host',
          'x-forwarded-proto',
          'forwarded',
          'cookie',
          'origin',
          'range',
          'accept-language',
        ],
        ...['traceparent', 'x-http-method-override', 'x-2fa-code', 'accept-encoding', 'content-encoding'],
        ...['content-type', 'authorization', 'x-auth-token', 'x-user-id', 'host', 'referer', 'user-agent'],
      ),
      fc.oneof(texts.map(visible), fc.constantFrom('*', '"a"', 'W/"a"', '"', 'gzip', 'x'.repeat(8000))),
    )
    .map(([name, value]) => header(name, value)),
  fc.constantFrom(
    header('expect', '100-continue'),
    header('expect', 'something else'),
    header('connection', 'close'),
    header('connection', 'upgrade'),
    header('upgrade', 'websocket'),
    header('te', 'trailers'),
    header('max-forwards', '0'),
    header('x'.repeat(9000), 'y'),
    header('x-large', 'y'.repeat(20_000)),
    header('__proto__', 'y'),
    header('bad name', 'y'),
    header('x-control', 'a\u0001b'),
    (draft: Draft) => ({ ...draft, headers: draft.headers.filter(([name]) => name !== 'host') }),
    (draft: Draft) => ({ ...draft, headers: Array(2100).fill(['a', 'b']) }),
    (draft: Draft) => ({ ...draft, headers: [...draft.headers, ...draft.headers] }),
  ),
);

const credentialNames = ['authorization', 'x-auth-token', 'x-user-id'];

function identities({ dead, others }: Credentials): fc.Arbitrary<Spoil> {
  const as =
    (pairs: [string, string][], isDead: boolean): Spoil =>
    (draft) => ({
      ...draft,
      isDead,
      headers: [...draft.headers.filter(([name]) => !credentialNames.includes(name)), ...pairs],
    });
  return fc.oneof(
    fc.constantFrom(...dead).map((pairs) => as(pairs, true)),
    fc.constantFrom(...others).map((pairs) => as(pairs, false)),
    fc.constantFrom(...dead, ...others).map((pairs): Spoil => (draft) => ({
      ...draft,
      isDead: false,
      headers: [...draft.headers, ...pairs],
    })),
    texts.map((text) => as([['authorization', `Bearer ${visible(text)}`]], true)),
  );
}

const encoded = (parameters: Record<string, string>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, encodeURIComponent(value)]));

const filled = (path: string, parameters: Record<string, string>) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name]!);

function addressOf({ path, parameters, query }: Right): string {
  const text = new URLSearchParams(query).toString();
  return filled(path, encoded(parameters)) + (text && `?${text}`);
}

/** The right request, spoilt in one to three ways. */
export function attacksOn(right: Right, credentials: Credentials): fc.Arbitrary<Attack> {
  const spoil = fc.oneof(
    { weight: right.body === undefined ? 1 : 8, arbitrary: bodies(right) },
    { weight: 3, arbitrary: addresses(right) },
    { weight: Object.keys(right.query).length > 0 ? 5 : 2, arbitrary: queries(right) },
    { weight: 1, arbitrary: methods },
    { weight: 1, arbitrary: types },
    { weight: 2, arbitrary: garbage },
    { weight: 3, arbitrary: identities(credentials) },
  );
  return fc.array(spoil, { minLength: 1, maxLength: 3 }).map((spoils) => {
    const draft: Draft = {
      method: right.method,
      target: addressOf(right),
      headers: [['host', 'localhost'], ...Object.entries(right.headers)],
      contentType: right.contentType ?? (right.method === 'GET' ? undefined : 'application/json'),
      body: right.text === undefined ? undefined : Buffer.from(right.text),
      isDead: false,
    };
    const { contentType, ...spoilt } = spoils.reduce((one, next) => next(one), draft);
    if (contentType !== undefined) spoilt.headers = [...spoilt.headers, ['content-type', contentType]];
    return spoilt;
  });
}
