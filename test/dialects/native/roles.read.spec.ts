import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Service,
  startService,
} from '../../support/service.js';
import { newKey } from '../../support/vendors.js';
import { expectProblem, lacks, noEcosystem, noUser } from './problem.js';
import { everything, noRole, support } from './roles.js';

const admin = { name: 'admin', description: 'May do everything', permissions: everything };
const user = { name: 'user', description: 'May act for oneself', permissions: ['self:manage'] };

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
      expect(body.errors).toMatchObject([{ in: 'query', pointer: `/${query.split('=')[0]}` }]);
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
        { name: 'user', permissions: ['self:manage'] },
      ],
      permissions: ['users:read', 'tokens:list', 'roles:read', 'self:manage'],
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
      expect((await introspect(service, secret)).scope ?? '').toBe(left.join(' '));
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
