import { newTenant, newUser, type Reply, type Service, startService } from '../../support/service.js';
import { newKey, storingNothing } from '../../support/vendors.js';
import { expectProblem, lacks, noEcosystem } from './problem.js';
import { changed, noRole, support } from './roles.js';

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
