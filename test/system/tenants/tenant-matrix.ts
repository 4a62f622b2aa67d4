import type { Access } from '../../../src/access/access.decorators.js';
import { newSecret } from '../../../src/tokens/secrets/secret.js';
import { DataSource } from 'typeorm';
import { copyOf, named, requestOf, setStage, shownBy, type Stage } from '../../dialects/examples.js';
import { type Json, type Operation, operations } from '../../support/documents.js';
import { newTenant, newToken, newUser, type Reply } from '../../support/service.js';
import { credentialsOn } from './tenant-matrix.callers.js';
import { routesOf } from '../../access/routes.js';
import { Watch } from '../adversary/adversary.stage.js';

/** One operation of the documents, with what its handler declares. */
export interface Row {
  operation: Operation;
  access: Access;
}

export type Variant = 'own' | 'foreign ecosystem' | 'unknown ecosystem' | 'foreign thing' | 'unknown thing';
export const variants: Variant[] = [
  'own',
  'foreign ecosystem',
  'unknown ecosystem',
  'foreign thing',
  'unknown thing',
];

export interface Matrix {
  rows: Row[];
  /** The answer; undefined where there is no such caller, or no such variant of the request. */
  ask(row: Row, caller: string, variant: Variant): Promise<Reply | undefined>;
  /** Whether the request names an ecosystem, or a thing of one. */
  names(row: Row, what: 'ecosystem' | 'thing'): boolean;
  /** What an answer says, whatever the things are called. */
  meaning(reply: Reply): string;
  close(): Promise<void>;
}

const asTemplate = (path: string) => path.replace(/:(\w+)/g, '{$1}');

const isOrganisation = ({ operation: { document, json } }: Row) =>
  document === 'strigo' && 'apiKey' in json.security[0];

export async function newMatrix(): Promise<Matrix> {
  const stage = await setStage();
  const { service } = stage;
  const routes = routesOf(service);
  const rows = operations
    .filter(({ json }) => json.security.length > 0)
    .map((operation): Row => {
      const route = routes.find(
        ({ method, path }) => method === operation.method && asTemplate(path) === operation.path,
      );
      return { operation, access: route!.access };
    });
  // The entry page names no tenant, and is in no document.
  const documented = ['GET /', ...operations.map(({ method, path }) => `${method} ${path}`)];
  const unknown = routes.map(({ method, path }) => `${method} ${asTemplate(path)}`);
  expect(unknown.filter((one) => !/^(OPTIONS|ALL) /.test(one) && !documented.includes(one))).toEqual([]);
  const replacements = await replacementsOn(stage);
  const foreignId = replacements['foreign ecosystem'].get('default')!;
  const credentials = await credentialsOn(stage, foreignId);
  const restore = await copyOf(service.get(DataSource));
  const watch = await Watch.on(service.get(DataSource));
  const renamed = ['foreign ecosystem', 'unknown ecosystem'] as const;
  const pairs = renamed.flatMap((variant) => [...replacements[variant]]);
  const requestIn = ({ operation }: Row, map: ReadonlyMap<string, string>) => {
    const [address, { headers, body }] = requestOf(shownBy(operation)[0]!, stage);
    const right = replacedIn(address, withoutServiceNames(body, operation), new Map());
    const replaced = replacedIn(address, right.body, map);
    const isOther = replaced.address !== right.address || replaced.body !== right.body;
    return { headers, ...replaced, isOther };
  };
  const names: Matrix['names'] = (row, what) =>
    what === 'ecosystem'
      ? isOrganisation(row) || requestIn(row, new Map([['default', 'other']])).isOther
      : requestIn(row, replacements['foreign thing']).isOther;
  return {
    rows,
    names,
    ask: async (row, caller, variant) => {
      const { operation, access } = row;
      const map = replacements[variant];
      const { headers: shown, address, body, isOther } = requestIn(row, map);
      const organisation = isOrganisation(row) ? (map.get('default') ?? 'default') : undefined;
      if (variant !== 'own' && !isOther && (organisation ?? 'default') === 'default') return undefined;
      const headers = await credentials(caller, access, organisation);
      if (!headers) return undefined;
      const others = Object.entries(shown ?? {}).filter(([name]) => !ofTheExample.test(name));
      const reply = await service.ask(address, {
        method: operation.method,
        headers: { ...Object.fromEntries(others), ...headers },
        body,
      });
      if (await watch.isOther()) await restore();
      return reply;
    },
    meaning: ({ status, headers, text }) => {
      const told = [...headers].filter(([name]) => !ofTheTransport.test(name));
      const words = text
        .replace(/"requestId":"[^"]*"/, '')
        .replace(/"token":"_[^"]{127}"/, '"token":"minted"');
      return pairs.reduce(
        (all, [name, other]) => all.replaceAll(other, name),
        JSON.stringify([status, told, words]),
      );
    },
    close: () => service.close(),
  };
}

/** What examples show that only an operator may set: names of the whole service. */
const serviceNames: Record<string, string> = {
  'POST /v1/ecosystems/{ecosystemId}/users': 'id',
  'PATCH /v1/ecosystems/{ecosystemId}': 'domain',
};

function withoutServiceNames(body: string | undefined, { method, path }: Operation): string | undefined {
  const name = serviceNames[`${method} ${path}`];
  return name === undefined ? body : JSON.stringify({ ...JSON.parse(body!), [name]: undefined });
}

/** Credentials and preconditions that an example shows. */
const ofTheExample = /^(authorization|x-auth-token|x-user-id|if-match|if-none-match|idempotency-key)$/i;

/** Headers that differ from answer to answer. */
const ofTheTransport = /^(date|connection|keep-alive|x-request-id|content-length)$/;

function replacedIn(address: string, body: string | undefined, map: ReadonlyMap<string, string>) {
  const [path, query] = address.split('?') as [string, string | undefined];
  const part = (text: string): string =>
    text
      .split(';')
      .map((one) => map.get(one) ?? one)
      .join(';');
  const parts = path.split('/').map((one) => encodeURIComponent(part(decodeURIComponent(one))));
  const fields = [...new URLSearchParams(query)].map(([name, value]): [string, string] => [
    name,
    map.get(value) ?? value,
  ]);
  const deep = (value: Json): Json => {
    if (typeof value === 'string') return map.get(value) ?? value;
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one)]));
  };
  return {
    address: parts.join('/') + (query === undefined ? '' : `?${new URLSearchParams(fields)}`),
    body: body === undefined ? undefined : JSON.stringify(deep(JSON.parse(body))),
  };
}

/** What stands in each variant in the place of what the examples name. */
async function replacementsOn({ service }: Stage): Promise<Record<Variant, ReadonlyMap<string, string>>> {
  const { ecosystemId } = await newTenant(service);
  const base = `/v1/ecosystems/${ecosystemId}`;
  const user = await newUser(service, ecosystemId, {
    username: 'foreigner',
    email: 'foreigner@other.example',
    externalId: 'foreign_account1',
    roles: ['admin'],
  });
  const { token, secret } = await newToken(service, ecosystemId, user.id);
  const key = (await service.native('POST', `${base}/server-tokens`, service.account, {})).body;
  await service.native('PUT', `${base}/roles/foreign`, service.account, { permissions: ['users:read'] });
  const things = (one: Record<'user' | 'token' | 'key' | 'external' | 'role' | 'native', string>) =>
    [
      [named.userId, one.user],
      [named.tokenId, one.token],
      [named.serverTokenId, one.key],
      ['client_account_1', one.external],
      ['support', one.role],
      [named.native, one.native],
    ] as [string, string][];
  const foreign = things({
    user: user.id,
    token: token.id,
    key: key.token.id,
    external: 'foreign_account1',
    role: 'foreign',
    native: secret,
  });
  const unknown = things({
    user: 'AAAAAAAAAAAAAAAAA',
    token: '01964f3e-7e9c-7a31-8a41-000000000000',
    key: '01964f3e-7e9c-7a31-8a41-000000000001',
    external: 'unknown_account1',
    role: 'unknown',
    native: newSecret('prefixed', 'user'),
  });
  return {
    own: new Map(),
    'foreign ecosystem': new Map([...foreign, ['default', ecosystemId]]),
    'unknown ecosystem': new Map([...unknown, ['default', 'tenant-00000000']]),
    'foreign thing': new Map(foreign),
    'unknown thing': new Map(unknown),
  };
}
