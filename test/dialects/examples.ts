import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { Role } from '../../src/ecosystems/roles/role.entity.js';
import { hashOf } from '../../src/tokens/secrets/secret.js';
import { Token } from '../../src/tokens/token.entity.js';
import { User } from '../../src/users/user.entity.js';
import { UserReference } from '../../src/users/names/user-reference.entity.js';
import type { Json, Operation } from '../support/documents.js';
import { type Ask, newToken, newUser, type Service, startService } from '../support/service.js';

/** What the examples of the documents speak of. */
export const named = {
  userId: 'BsNr28znDkG8aeo7W',
  tokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11',
  serverTokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b22',
  accountTokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b33',
  native: 'tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U',
  login: '2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW34NDlwI',
};

/** A service that holds all that the examples of the documents name. */
export interface Stage {
  service: Service;
  /** Secret of a server token of the ecosystem `default`. */
  server: string;
  /** Makes the store what it was when the stage was set. */
  restore: () => Promise<void>;
}

/** Each before those that refer to it. */
const tables = [
  'ecosystems',
  'roles',
  'users',
  'tokens',
  'audit_entries',
  'failed_logins',
  'idempotent_answers',
  'imported_formats',
];

/** Takes a copy of all rows, in place of an earlier one; what is given back puts them in again. */
export async function copyOf(dataSource: DataSource): Promise<() => Promise<void>> {
  for (const table of tables) {
    await dataSource.query(`DROP TABLE IF EXISTS copy_of_${table}`);
    await dataSource.query(`CREATE TABLE copy_of_${table} AS SELECT * FROM ${table}`);
  }
  // Nobody else may take back what was done.
  const isPostgres = dataSource.options.type === 'postgres';
  await dataSource.query(
    isPostgres
      ? 'DROP TRIGGER IF EXISTS audit_entries_append_only ON audit_entries'
      : 'DROP TRIGGER IF EXISTS audit_entries_no_delete',
  );
  return async () => {
    for (const table of [...tables].reverse()) await dataSource.query(`DELETE FROM ${table}`);
    // Triggers fill it with what users are called.
    await dataSource.query('DELETE FROM user_references');
    for (const table of tables) await dataSource.query(`INSERT INTO ${table} SELECT * FROM copy_of_${table}`);
  };
}

/**
 * @param secret what 8.x of Rocket.Chat asks for; up to 7.x without it
 * @param environment of the service, beside what the examples need
 */
export async function setStage(secret?: string, environment: Record<string, string> = {}): Promise<Stage> {
  const sink = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const service = await startService({
    ...environment,
    ...(secret ? { CREATE_TOKENS_FOR_USERS_SECRET: secret } : { CREATE_TOKENS_FOR_USERS: 'true' }),
    ACCOUNTS_REGISTRATION_FORM: 'Public',
    SFOX_VERIFICATION_URL: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
  });
  const stored = service.get(DataSource).manager;
  const made = await newUser(service, 'default', {
    username: 'test',
    email: 'test@acme.example',
    externalId: 'client_account_1',
    password: 'correct horse battery staple',
    roles: ['admin'],
  });
  await newUser(service, 'default', { externalId: '156c5beb-7c9f-4f68-83c0-9479703ac490' });
  // The last active admin may not go: with this one, examples may end the first.
  await newUser(service, 'default', { username: 'stand-in', roles: ['admin'] });
  await stored.update(User, { id: made.id }, { id: named.userId });
  // No trigger expects that an id changes.
  const oldName = { ecosystemId: 'default', userId: made.id };
  await stored.update(UserReference, { ...oldName, reference: made.id }, { reference: named.userId });
  await stored.update(UserReference, oldName, { userId: named.userId });
  await stored.save(Role, { ecosystemId: 'default', name: 'support', permissions: ['users:read'] });
  const native = await newToken(service, 'default', named.userId);
  await stored.update(Token, { id: native.token.id }, { id: named.tokenId, hash: hashOf(named.native) });
  const login = await newToken(service, 'default', named.userId);
  await stored.update(Token, { id: login.token.id }, { hash: hashOf(named.login) });
  const key = async (path: string, id: string): Promise<string> => {
    const { body } = await service.native('POST', path, service.account, {});
    await stored.update(Token, { id: body.token.id }, { id });
    return body.secret;
  };
  const server = await key('/v1/ecosystems/default/server-tokens', named.serverTokenId);
  await key('/v1/account-tokens', named.accountTokenId);
  const advisor = { ...person, account_role: 'advisor', user_id: 'advisor_account_1' };
  const bearer = { authorization: `Bearer ${server}` };
  const registered = await service.ask('/v1/enterprise/register-account', {
    method: 'POST',
    headers: bearer,
    json: advisor,
  });
  if (registered.status !== 201) throw new Error(registered.text);
  await service.ask('/api/v1/users.generatePersonalAccessToken', {
    method: 'POST',
    headers: { 'x-auth-token': named.login, 'x-user-id': named.userId },
    json: { tokenName: 'the build server' },
  });
  const close = async () => {
    await service.close();
    sink.close();
  };
  const restore = await copyOf(service.get(DataSource));
  return { service: { ...service, close }, server, restore };
}

/** Who can be registered. */
const person = {
  account_type: 'individual',
  first_name: 'Ann',
  last_name: 'Vise',
  email: 'ann@acme.example',
  phone_number: '+14155552670',
};

/** A request that a document shows: the parameters' examples and one of the body's. */
export interface Shown {
  operation: Operation;
  /** Of the example, for people. */
  name: string;
  contentType?: string;
  body?: Json;
}

/** All requests that the document shows of an operation; one without a body where there is none. */
export function shownBy(operation: Operation): Shown[] {
  const { json, method, path } = operation;
  const name = `${operation.document} ${method} ${path}`;
  const content = Object.entries<Json>(json.requestBody?.content ?? {});
  const shown = content.flatMap(([contentType, { example, examples }]) => [
    ...(example === undefined
      ? []
      : [{ operation, name: `${name} ${contentType}`, contentType, body: example }]),
    ...Object.entries<Json>(examples ?? {}).map(([one, { value: body }]) => ({
      ...{ operation, name: `${name} ${contentType}, ${one}`, contentType, body },
    })),
  ]);
  return shown.length > 0 ? shown : [{ operation, name }];
}

/**
 * The address and the request of an example; what changes or destroys names an ecosystem that is not there, and here the
 * one of the stage, with the credentials that the operation asks for.
 */
export function requestOf({ operation, contentType, body }: Shown, stage: Stage): [string, Ask] {
  const { json, method, path } = operation;
  const given = (place: string): [string, string][] =>
    (json.parameters ?? [])
      .filter((parameter: Json) => parameter.in === place)
      .map(({ name, example, schema }: Json) => [name, example ?? schema.example])
      .filter(([, example]: Json[]) => example !== undefined)
      .map(([name, example]: Json[]) => [name, present(String(example))]);
  const filled = given('path').reduce(
    (address, [name, value]) => address.replace(`{${name}}`, encodeURIComponent(value)),
    path,
  );
  // What confirms names again what the path names.
  const meant = new Map(given('path')).get('ecosystemId');
  const fields = given('query').map(([name, value]): [string, string] => [
    name,
    name === 'confirm' ? meant! : value,
  ]);
  const query = new URLSearchParams(fields).toString();
  const isForm = contentType === 'application/x-www-form-urlencoded';
  const isNdjson = contentType === 'application/x-ndjson';
  const headers = {
    ...(json.security.length > 0 && credentials(operation, stage)),
    ...(contentType && { 'content-type': contentType }),
    ...Object.fromEntries(given('header')),
  };
  const text = isForm ? new URLSearchParams(body).toString() : isNdjson ? body : JSON.stringify(body);
  return [
    query ? `${filled}?${query}` : filled,
    { method, headers, body: body === undefined ? undefined : text },
  ];
}

/** What stands on the stage for an example that names nothing. */
function present(example: string): string {
  return example.replace(/^acme(?=$|;)/, 'default').replace(/^closed_account_1$/, 'client_account_1');
}

function credentials({ document, path }: Operation, { service, server }: Stage): Record<string, string> {
  switch (document) {
    case 'native':
      // What stands before a service has its client's token.
      if (path === '/v1/verify') return { authorization: `Bearer ${named.native}` };
      return { authorization: `Bearer ${service.account}` };
    case 'strigo':
      // The SDK has a user token.
      return {
        authorization: `Bearer ${path.startsWith('/api/internal/') ? named.native : `default:${server}`}`,
      };
    case 'sfox':
      return { authorization: `Bearer ${server}` };
    case 'rocketchat':
      return { 'x-auth-token': named.login, 'x-user-id': named.userId };
    case 'droplit':
      return { authorization: server };
  }
}
