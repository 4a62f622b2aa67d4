import { DataSource } from 'typeorm';
import { AuditEntry } from '../../../src/audit/audit-entry.entity.js';
import { permissions } from '../../../src/common/permission.js';
import {
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { newKey, storingNothing } from '../../support/vendors.js';
import { expectProblem, invalid, lacks, noEcosystem } from './problem.js';
import { changed, everything, support } from './roles.js';

const admin = { name: 'admin', description: 'May do everything', permissions: everything };
const user = { name: 'user', description: 'May act for oneself', permissions: ['self:manage'] };

let service: Service;
let ecosystemId: string;

let roles: string;

beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  ({ ecosystemId } = await newTenant(service));
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
      const text = `${missing as string} cannot be removed from the role admin`;
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
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'invalid-input', '/permissions']);
  });

  it.each(['ecosystems:create', 'ecosystems:delete'])(
    '422: for %s, which is beyond one ecosystem',
    async (one) => {
      const reply = await define('support', { permissions: [one] });
      const fault = invalid(['permissions', 'grantable', `${one} cannot be granted inside one ecosystem`]);
      expectProblem(reply, `${roles}/support`, fault);
    },
  );

  it.each(['a%20b', 'a.b', '%22', 'é', 'x'.repeat(65), 'a%25'])('422: for the name %s', async (name) => {
    const { status, body } = await storingNothing(service, () => define(name, support));
    expect(status).toBe(422);
    const detail = 'role must be 1 to 64 characters of A-Z a-z 0-9 _ -';
    expect(body).toMatchObject({ code: 'invalid-input', detail });
    expect(body.errors).toEqual([{ in: 'path', pointer: '/role', code: 'role-name', detail }]);
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

  it('403: nobody takes self:manage away who lacks it; to give it and to keep it needs nothing', async () => {
    const permissions = ['users:read', 'self:manage'];
    const key = await newKey(service, ecosystemId, {
      permissions: ['roles:write', 'users:read', 'users:update'],
    });
    const by = (name: string, json: unknown) => ask('PUT', `${roles}/${name}`, json, key);
    const ada = await newUser(service, ecosystemId, { roles: ['user'] });
    expectProblem(await by('user', { permissions: [] }), `${roles}/user`, lacks('self:manage'));
    expect((await by('user', { description: 'x', permissions })).status).toBe(200);
    expect((await by('reader', { permissions })).status).toBe(201);
    expectProblem(
      await ask('DELETE', `${roles}/reader`, undefined, key),
      `${roles}/reader`,
      lacks('self:manage'),
    );

    const path = `/v1/ecosystems/${ecosystemId}/users/${ada.id}`;
    const change = (json: unknown) => ask('PATCH', path, json, key);
    expectProblem(await change({ roles: [] }), path, lacks('self:manage'));
    expect((await change({ name: 'Ada' })).status).toBe(200);
    expect((await change({ roles: ['reader'] })).status).toBe(200);
    expect(await permissionsOf(ada)).toEqual(permissions);

    const own = await newKey(service, ecosystemId, { permissions: [...permissions, 'roles:write'] });
    expect((await ask('PUT', `${roles}/user`, { permissions: [] }, own)).status).toBe(200);
    expect((await ask('DELETE', `${roles}/reader`, undefined, own)).status).toBe(204);
    expect(await permissionsOf(ada)).toEqual([]);
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
    const full = { status: 409, code: 'conflict', detail: 'An ecosystem can have at most 1000 roles' };
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
