import { DataSource } from 'typeorm';
import { AuditEntry } from '../../../src/audit/audit-entry.entity.js';
import { permissions } from '../../../src/common/permission.js';
import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { newKey, storingNothing } from '../../support/vendors.js';
import { type Expected, expectProblem, invalid, lacks, noEcosystem, noUser } from './problem.js';

const noRole: Expected = { status: 404, code: 'role-not-found', detail: 'There is no such role' };
const changed: Expected = {
  status: 412,
  code: 'precondition-failed',
  detail: 'It is not at the version that If-Match names',
};

/** Everything inside an ecosystem, in the order of the closed list. */
const everything = [
  ...['ecosystems:read', 'ecosystems:update', 'users:create', 'users:read', 'users:update', 'users:delete'],
  ...['tokens:mint', 'tokens:list', 'tokens:revoke', 'tokens:introspect', 'tokens:explain', 'keys:mint'],
  ...['roles:read', 'roles:write', 'audit:read'],
];
const admin = { name: 'admin', description: 'May do everything', permissions: everything };
const user = { name: 'user', description: 'May act for oneself', permissions: [] };
const support = { description: 'First line', permissions: ['users:read', 'tokens:list'] };

let service: Service;
let ecosystemId: string;
let server: string;
let roles: string;

beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  ({ ecosystemId, server } = await newTenant(service));
  roles = `/v1/ecosystems/${ecosystemId}/roles`;
});
afterAll(() => service.close());

const ask = (method: string, path: string, json?: unknown, secret = service.account) =>
  service.native(method, path, secret, json);
const define = (name: string, json: unknown, headers: Record<string, string> = {}) =>
  service.ask(`${roles}/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${service.account}`, ...headers },
    json,
  });
const permissionsOf = async ({ id }: Reply['body']) =>
  (await ask('GET', `/v1/ecosystems/${ecosystemId}/users/${id}/permissions`)).body.permissions;

describe('GET /v1/ecosystems/:ecosystemId/roles', () => {
  it('200: the two of a new ecosystem', async () => {
    const { status, body } = await ask('GET', roles, undefined, server);
    expect(body).toEqual({ data: [admin, user], page: { nextCursor: null } });
    expect(status).toBe(200);
  });

  it('200: in pages, in the order of their names, no role twice and none left out while others come and go', async () => {
    for (const name of ['e', 'c', 'd', 'b']) await define(name, support);
    const names: string[] = [];
    let cursor = '';
    for (let page = 0; page < 4; page++) {
      const { body } = await ask('GET', `${roles}?limit=2${cursor}`);
      names.push(...body.data.map((role: { name: string }) => role.name));
      if (body.page.nextCursor === null) break;
      cursor = `&cursor=${body.page.nextCursor}`;
      await define('a', support);
      await ask('DELETE', `${roles}/c`);
    }
    expect(names).toEqual(['admin', 'b', 'd', 'e', 'user']);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'cursor=WyJhIiwiYiJd', 'cursor=Wzdd', 'page=2'])(
    '422: for %s',
    async (query) => {
      const { status, body } = await ask('GET', `${roles}?${query}`);
      expect([status, body.code]).toEqual([422, 'invalid-input']);
      expect(body.errors).toMatchObject([{ in: 'query', pointer: query.split('=')[0] }]);
    },
  );

  it('404: for another tenant’s, in the words for what is not there', async () => {
    const other = await newTenant(service);
    expectProblem(await ask('GET', roles, undefined, other.server), roles, noEcosystem);
    const nobodys = '/v1/ecosystems/nobody/roles';
    expectProblem(await ask('GET', nobodys, undefined, other.server), nobodys, noEcosystem);
  });

  it('403: without roles:read', async () => {
    const key = await newKey(service, ecosystemId, { permissions: ['roles:write'] });
    expectProblem(await ask('GET', roles, undefined, key), roles, lacks('roles:read'));
  });
});

describe('GET /v1/ecosystems/:ecosystemId/roles/:role', () => {
  it('200: with its tag; 304 to the one who has it', async () => {
    const path = `${roles}/admin`;
    const { status, body, headers } = await ask('GET', path);
    expect(body).toEqual(admin);
    expect([status, headers.get('etag')]).toEqual([200, '"1"']);
    const authorization = `Bearer ${service.account}`;
    const again = await service.ask(path, { headers: { authorization, 'if-none-match': '"1"' } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each(['nobody', 'Admin', 'a%20b', '%00', 'x'.repeat(65), 'a*'])('404: for %s', async (name) => {
    const { status, body } = await ask('GET', `${roles}/${name}`);
    expect([status, body.code]).toEqual([404, 'role-not-found']);
  });

  it('404: for another tenant’s', async () => {
    await define('support', support);
    const other = await newTenant(service);
    const path = `${roles}/support`;
    expectProblem(await ask('GET', path, undefined, other.server), path, noEcosystem);
    const own = `/v1/ecosystems/${other.ecosystemId}/roles/support`;
    expectProblem(await ask('GET', own, undefined, other.server), own, noRole);
  });
});

describe('PUT /v1/ecosystems/:ecosystemId/roles/:role', () => {
  it('201: when it is new; 200 when it is there; the whole of it is replaced', async () => {
    const made = await define('support', support);
    expect(made.body).toEqual({ name: 'support', ...support });
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    const replaced = await define('support', { permissions: ['tokens:list'] });
    expect(replaced.body).toEqual({ name: 'support', description: '', permissions: ['tokens:list'] });
    expect([replaced.status, replaced.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await ask('GET', `${roles}/support`)).body).toEqual(replaced.body);
  });

  it('200: once more changes nothing, in whatever order the permissions are', async () => {
    await define('support', support);
    const audited = await service.get(DataSource).manager.count(AuditEntry);
    const again = await define('support', { ...support, permissions: [...support.permissions].reverse() });
    expect(again.body).toEqual({ name: 'support', ...support });
    expect([again.status, again.headers.get('etag')]).toEqual([200, '"1"']);
    expect(await service.get(DataSource).manager.count(AuditEntry)).toBe(audited);
  });

  it('200: admin and user can be changed, as long as admin may do everything', async () => {
    const boss = await define('admin', { description: 'Boss', permissions: everything });
    expect([boss.status, boss.body]).toEqual([200, { ...admin, description: 'Boss' }]);
    const plain = await define('user', { permissions: ['users:read'] });
    expect([plain.status, plain.body]).toEqual([
      200,
      { ...user, description: '', permissions: ['users:read'] },
    ]);
    expect(await permissionsOf(await newUser(service, ecosystemId))).toEqual(['users:read']);
  });

  it('422: nobody takes a permission from admin, nor changes anything by trying', async () => {
    const path = `${roles}/admin`;
    for (const [kept, missing] of [
      [[], 'ecosystems:read'],
      [everything.filter((one) => one !== 'roles:write'), 'roles:write'],
    ]) {
      const text = `${missing as string} cannot be taken from the role admin`;
      const reply = await storingNothing(service, () => define('admin', { permissions: kept }));
      expectProblem(reply, path, invalid(['permissions', 'built-in', text]));
    }
    expect((await ask('GET', path)).body).toEqual(admin);
  });

  it('422: naming every fault at once', async () => {
    const values = `each value in permissions must be one of the following values: ${permissions.join(', ')}`;
    expectProblem(
      await define('support', { description: 'x'.repeat(201), permissions: ['users:fly'], name: 'x' }),
      `${roles}/support`,
      invalid(
        ['name', 'unknown-field', 'is not a known field'],
        ['description', 'maxLength', 'description must be shorter than or equal to 200 characters'],
        ['permissions', 'isIn', values],
      ),
    );
  });

  it.each([
    ['no permissions', {}],
    ['no list', { permissions: 'users:read' }],
    ['null', { permissions: null }],
    ['a permission twice', { permissions: ['users:read', 'users:read'] }],
    ['something else in the list', { permissions: [['users:read']] }],
  ])('422: for %s', async (_, json) => {
    const { status, body } = await storingNothing(service, () => define('support', json));
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'invalid-input', 'permissions']);
  });

  it.each(['ecosystems:create', 'ecosystems:delete'])(
    '422: for %s, which is beyond one ecosystem',
    async (one) => {
      const reply = await define('support', { permissions: [one] });
      const fault = invalid(['permissions', 'grantable', `${one} is beyond one ecosystem`]);
      expectProblem(reply, `${roles}/support`, fault);
    },
  );

  it.each(['a%20b', 'a.b', '%22', 'é', 'x'.repeat(65), 'a%25'])('422: for the name %s', async (name) => {
    const { status, body } = await storingNothing(service, () => define(name, support));
    expect(status).toBe(422);
    const detail = 'role must be 1 to 64 characters of A-Z a-z 0-9 _ -';
    expect(body).toMatchObject({ code: 'invalid-input', detail });
    expect(body.errors).toEqual([{ in: 'path', pointer: 'role', code: 'role-name', detail }]);
  });

  it('403: nobody puts in what they lack, nor changes a role that has more than they', async () => {
    await define('boss', { permissions: ['users:read', 'users:delete'] });
    const key = await newKey(service, ecosystemId, { permissions: ['roles:write', 'users:read'] });
    const by = (name: string, permissions: string[]) => ask('PUT', `${roles}/${name}`, { permissions }, key);
    expect((await by('reader', ['users:read'])).status).toBe(201);
    expectProblem(
      await by('reader', ['users:read', 'users:delete']),
      `${roles}/reader`,
      lacks('users:delete'),
    );
    expectProblem(await by('boss', ['users:read']), `${roles}/boss`, lacks('users:delete'));
    expectProblem(await by('boss', []), `${roles}/boss`, lacks('users:delete'));
    expect((await ask('GET', `${roles}/boss`)).body.permissions).toEqual(['users:read', 'users:delete']);
    expect((await ask('GET', `${roles}/reader`)).body.permissions).toEqual(['users:read']);
  });

  it('403: not by a user’s token that was narrowed, whatever the roles give', async () => {
    const boss = await newUser(service, ecosystemId, { roles: ['admin'] });
    const narrow = await newToken(service, ecosystemId, boss.id, { permissions: ['roles:write'] });
    const path = `${roles}/mine`;
    const json = { permissions: ['users:read'] };
    expectProblem(await ask('PUT', path, json, narrow.secret), path, lacks('users:read'));
  });

  it('403: without roles:write', async () => {
    const key = await newKey(service, ecosystemId, { permissions: ['roles:read'] });
    const path = `${roles}/support`;
    expectProblem(await ask('PUT', path, support, key), path, lacks('roles:write'));
  });

  it('404: in another tenant’s ecosystem, and nothing is changed there', async () => {
    const other = await newTenant(service);
    const path = `${roles}/support`;
    const reply = await storingNothing(service, () => ask('PUT', path, support, other.server));
    expectProblem(reply, path, noEcosystem);
  });

  it('409: an ecosystem has 1,000 roles at the most', async () => {
    const { manager } = service.get(DataSource);
    const rows = Array.from({ length: 997 }, (_, index) => ({
      ...{ ecosystemId, name: `r${index}`, description: '', permissions: [], version: 1 },
    }));
    await manager.insert('roles', rows);
    expect((await define('last', support)).status).toBe(201);
    const full = { status: 409, code: 'conflict', detail: 'An ecosystem can have 1000 roles at the most' };
    expectProblem(await define('one-too-many', support), `${roles}/one-too-many`, full);
    expect((await define('last', { permissions: [] })).status).toBe(200);
  });

  it('412: when it is not at the version of If-Match, and nothing is changed', async () => {
    const path = `${roles}/support`;
    expectProblem(await define('support', support, { 'if-match': '*' }), path, changed);
    expectProblem(await define('support', support, { 'if-match': '"1"' }), path, changed);
    expect((await define('support', support, { 'if-none-match': '*' })).status).toBe(201);
    expectProblem(await define('support', { permissions: [] }, { 'if-none-match': '*' }), path, changed);
    expect((await define('support', { permissions: [] }, { 'if-match': '"1"' })).status).toBe(200);
    for (const stale of ['"1"', '"3"', 'W/"2"', '2', '']) {
      expectProblem(await define('support', support, { 'if-match': stale }), path, changed);
    }
    const { body, headers } = await ask('GET', path);
    expect([body.permissions, headers.get('etag')]).toEqual([[], '"2"']);
    expect((await define('support', support, { 'if-match': '*' })).status).toBe(200);
    expect((await define('support', { permissions: [] }, { 'if-match': '"7", "3"' })).status).toBe(200);
  });

  it('412: of many who change the same version at once, all but one', async () => {
    await define('support', support);
    const wanted = Array.from({ length: 8 }, (_, index) => ({ description: `${index}`, permissions: [] }));
    const replies = await Promise.all(wanted.map((one) => define('support', one, { 'if-match': '"1"' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
    const winner = replies.find(({ status }) => status === 200)!;
    const { body, headers } = await ask('GET', `${roles}/support`);
    expect([body, headers.get('etag')]).toEqual([winner.body, '"2"']);
  });
});

describe('DELETE /v1/ecosystems/:ecosystemId/roles/:role', () => {
  const remove = (name: string, secret = service.account, headers: Record<string, string> = {}) =>
    service.ask(`${roles}/${name}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${secret}`, ...headers },
    });

  it('204: it is taken from all who hold it, and a later one of that name is nobody’s', async () => {
    await define('a_b', support);
    await define('aXb', support);
    const held = [['a_b'], ['a_b', 'user'], ['user', 'a_b'], ['user', 'a_b', 'aXb'], ['aXb'], []];
    const users = [];
    for (const one of held) users.push(await newUser(service, ecosystemId, { roles: one }));
    const other = await newTenant(service);
    const theirs = `/v1/ecosystems/${other.ecosystemId}`;
    await ask('PUT', `${theirs}/roles/a_b`, support);
    const stranger = await newUser(service, other.ecosystemId, { roles: ['a_b'] });
    service.clock.advance(1000);
    const at = new Date(service.clock.now()).toISOString();
    const { status, text } = await remove('a_b', server);
    expect([status, text]).toEqual([204, '']);
    for (const [index, { id }] of users.entries()) {
      const { body } = await ask('GET', `/v1/ecosystems/${ecosystemId}/users/${id}`);
      const isTouched = held[index]!.includes('a_b');
      expect(body).toEqual({
        ...users[index],
        roles: held[index]!.filter((name) => name !== 'a_b'),
        updatedAt: isTouched ? at : users[index].updatedAt,
      });
    }
    expect((await ask('GET', `${theirs}/users/${stranger.id}`)).body).toEqual(stranger);
    expectProblem(await ask('GET', `${roles}/a_b`), `${roles}/a_b`, noRole);
    expectProblem(await remove('a_b'), `${roles}/a_b`, noRole);
    await define('a_b', support);
    expect(await permissionsOf(users[0])).toEqual([]);
  });

  it.each(['admin', 'user'])('409: %s is built in, and stays', async (name) => {
    const builtIn = { status: 409, code: 'conflict', detail: `The role ${name} is built in` };
    expectProblem(await storingNothing(service, () => remove(name)), `${roles}/${name}`, builtIn);
    expect((await ask('GET', `${roles}/${name}`)).status).toBe(200);
  });

  it('403: nobody deletes a role with a permission that they lack, nor without roles:write', async () => {
    await define('support', support);
    const path = `${roles}/support`;
    const narrow = await newKey(service, ecosystemId, { permissions: ['roles:write', 'users:read'] });
    expectProblem(await remove('support', narrow), path, lacks('tokens:list'));
    const reader = await newKey(service, ecosystemId, { permissions: ['roles:read', 'users:read'] });
    expectProblem(await remove('support', reader), path, lacks('roles:write'));
    expect((await ask('GET', path)).status).toBe(200);
  });

  it('404: for what is not there, and for another tenant’s', async () => {
    for (const name of ['nobody', 'a%20b', '%00'])
      expect((await remove(name)).body.code).toBe('role-not-found');
    await define('support', support);
    const other = await newTenant(service);
    expectProblem(await remove('support', other.server), `${roles}/support`, noEcosystem);
    expect((await ask('GET', `${roles}/support`)).status).toBe(200);
  });

  it('412: when it is not at the version of If-Match', async () => {
    await define('support', support);
    await define('support', { permissions: [] });
    expectProblem(
      await remove('support', service.account, { 'if-match': '"1"' }),
      `${roles}/support`,
      changed,
    );
    expect((await remove('support', service.account, { 'if-match': '"2"' })).status).toBe(204);
  });
});

describe('GET /v1/ecosystems/:ecosystemId/users/:userId/permissions', () => {
  const pathOf = (id: string) => `/v1/ecosystems/${ecosystemId}/users/${id}/permissions`;

  it('200: the roles with what they give, and all of it together', async () => {
    await define('support', support);
    await define('lister', { permissions: ['tokens:list', 'roles:read'] });
    const ada = await newUser(service, ecosystemId, { roles: ['user', 'support', 'lister'] });
    const { status, body } = await ask('GET', pathOf(ada.id), undefined, server);
    expect(body).toEqual({
      roles: [
        { name: 'lister', permissions: ['tokens:list', 'roles:read'] },
        { name: 'support', permissions: ['users:read', 'tokens:list'] },
        { name: 'user', permissions: [] },
      ],
      permissions: ['users:read', 'tokens:list', 'roles:read'],
    });
    expect(status).toBe(200);
  });

  it('200: nothing for a user without roles', async () => {
    const { id } = await newUser(service, ecosystemId, { roles: [] });
    expect((await ask('GET', pathOf(id))).body).toEqual({ roles: [], permissions: [] });
  });

  it('403: without users:read; 404: for nobody and for another tenant’s', async () => {
    const { id } = await newUser(service, ecosystemId);
    const key = await newKey(service, ecosystemId, { permissions: ['roles:read'] });
    expectProblem(await ask('GET', pathOf(id), undefined, key), pathOf(id), lacks('users:read'));
    expectProblem(await ask('GET', pathOf('nobody')), pathOf('nobody'), noUser);
    const other = await newTenant(service);
    expectProblem(await ask('GET', pathOf(id), undefined, other.server), pathOf(id), noEcosystem);
  });
});

describe('a token that is narrowed to fewer permissions', () => {
  const self = async (secret: string) => (await ask('GET', '/v1/self', undefined, secret)).body.permissions;

  it('may do what both its roles and its own permissions have, however the roles change', async () => {
    await define('support', support);
    const ada = await newUser(service, ecosystemId, { roles: ['support'] });
    const { secret } = await newToken(service, ecosystemId, ada.id, {
      permissions: ['users:read', 'roles:read'],
    });
    const expectMay = async (...left: string[]) => {
      expect(await self(secret)).toEqual(left);
      expect((await introspect(service, secret)).scope).toBe(left.join(' '));
      const users = await ask('GET', `/v1/ecosystems/${ecosystemId}/users/${ada.id}`, undefined, secret);
      expect(users.status).toBe(left.includes('users:read') ? 200 : 403);
      expect((await ask('GET', roles, undefined, secret)).status).toBe(
        left.includes('roles:read') ? 200 : 403,
      );
      const tokens = await ask(
        'GET',
        `/v1/ecosystems/${ecosystemId}/users/${ada.id}/tokens`,
        undefined,
        secret,
      );
      expect(tokens.status).toBe(403);
    };
    await expectMay('users:read');
    await define('support', { permissions: ['roles:read', 'tokens:list'] });
    await expectMay('roles:read');
    await define('support', { permissions: everything });
    await expectMay('users:read', 'roles:read');
    await ask('DELETE', `${roles}/support`);
    await expectMay();
  });

  it('mints none that is wider than itself', async () => {
    const ada = await newUser(service, ecosystemId, { roles: ['admin'] });
    const narrow = await newToken(service, ecosystemId, ada.id, {
      permissions: ['tokens:mint', 'users:read'],
    });
    const path = `/v1/ecosystems/${ecosystemId}/users/${ada.id}/tokens`;
    const further = await ask('POST', path, {}, narrow.secret);
    expect(await self(further.body.secret)).toEqual(['tokens:mint', 'users:read']);
  });
});
