import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Service,
  sharedService,
  startService,
} from '../../support/service.js';
import { expectProblem, invalid, lacks, noEcosystem, noUser } from './problem.js';

const users = '/v1/ecosystems/default/users';

/** A server token of the default ecosystem that may do this and nothing else. */
async function keyWith(service: Service, ...permissions: string[]): Promise<string> {
  const minted = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
    permissions,
  });
  return minted.body.secret;
}

/** Ids that name no user of the default ecosystem. */
const nobodies: [which: string, id: string][] = [
  ['that never was', 'nobody'],
  ['whose id holds NUL', '%00'],
  ['whose id holds white space', 'a%20b'],
  ['whose id has 1,000 characters', 'x'.repeat(1000)],
  ['named as an object has it', '__proto__'],
];

describe('GET /v1/ecosystems/:ecosystemId/users/:userId', () => {
  const service = sharedService();

  it('200: shows the user as it was made', async () => {
    const user = await newUser(service, 'default', { username: 'ada', password: 'correct horse' });
    const reply = await service.native('GET', `${users}/${user.id}`, service.account);
    expect(reply.body).toEqual(user);
    expect(reply.status).toBe(200);
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${users}/nobody`)).status).toBe(401);
  });

  it('403: for a key without users:read', async () => {
    const path = `${users}/nobody`;
    const key = await keyWith(service, 'users:create');
    expectProblem(await service.native('GET', path, key), path, lacks('users:read'));
  });

  it.each(nobodies)('404: for a user %s', async (_, id) => {
    const reply = await service.native('GET', `${users}/${id}`, service.account);
    expectProblem(reply, `${users}/${id}`, noUser);
  });

  it('404: for a user of another tenant, under either ecosystem', async () => {
    const user = await newUser(service, 'default');
    const { ecosystemId, server } = await newTenant(service);
    const theirs = `${users}/${user.id}`;
    expectProblem(await service.native('GET', theirs, server), theirs, noEcosystem);
    const own = `/v1/ecosystems/${ecosystemId}/users/${user.id}`;
    expectProblem(await service.native('GET', own, server), own, noUser);
  });
});

describe('PATCH /v1/ecosystems/:ecosystemId/users/:userId', () => {
  let service: Service;
  const change = (id: string, json: unknown, secret = service.account) =>
    service.native('PATCH', `${users}/${id}`, secret, json);

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  it('200: changes what is given and leaves the rest', async () => {
    const user = await newUser(service, 'default', { username: 'ada', email: 'ada@acme.example', name: 'A' });
    service.clock.advance(1000);
    const reply = await change(user.id, { name: 'Ada Lovelace', externalId: 'c-1', roles: ['admin'] });
    const changed = {
      ...user,
      name: 'Ada Lovelace',
      externalId: 'c-1',
      roles: ['admin'],
      updatedAt: '2026-11-22T12:00:01.000Z',
    };
    expect(reply.body).toEqual(changed);
    expect(reply.status).toBe(200);
    expect((await service.native('GET', `${users}/${user.id}`, service.account)).body).toEqual(changed);
  });

  it('200: takes away what is null', async () => {
    const given = {
      username: 'bob',
      email: 'bob@acme.example',
      externalId: 'c-2',
      password: 'correct horse',
    };
    const user = await newUser(service, 'default', given);
    const reply = await change(user.id, { username: null, email: null, externalId: null, password: null });
    const nothing = { username: null, email: null, externalId: null, hasPassword: false };
    expect(reply.body).toEqual({ ...user, ...nothing, updatedAt: reply.body.updatedAt });
    expect(await newUser(service, 'default', given)).toMatchObject({ username: 'bob' });
  });

  it('200: with active false, every token of the user is dead when it answers', async () => {
    const user = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', user.id, { expiryType: 'Infinite' });
    expect(await introspect(service, secret)).toMatchObject({ active: true });
    expect((await change(user.id, { active: false })).body.active).toBe(false);
    expect(await introspect(service, secret)).toEqual({ active: false });
    expect((await service.native('GET', '/v1/self', secret)).status).toBe(401);
  });

  it('200: roles that are taken away hold for tokens at once', async () => {
    const user = await newUser(service, 'default', { roles: ['admin'] });
    const { secret } = await newToken(service, 'default', user.id);
    const path = `${users}/${user.id}`;
    expect((await service.native('GET', path, secret)).status).toBe(200);
    await change(user.id, { roles: [] });
    expectProblem(await service.native('GET', path, secret), path, lacks('users:read'));
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${users}/nobody`, { method: 'PATCH', json: {} })).status).toBe(401);
  });

  it('403: for a key without users:update', async () => {
    const path = `${users}/nobody`;
    expectProblem(
      await change('nobody', {}, await keyWith(service, 'users:read')),
      path,
      lacks('users:update'),
    );
  });

  it.each(nobodies)('404: for a user %s', async (_, id) => {
    expectProblem(await change(id, { name: 'x' }), `${users}/${id}`, noUser);
  });

  it('404: for a user of another tenant, who stays as before', async () => {
    const user = await newUser(service, 'default', { name: 'Before' });
    const { ecosystemId, server } = await newTenant(service);
    expectProblem(await change(user.id, { name: 'x' }, server), `${users}/${user.id}`, noEcosystem);
    const own = `/v1/ecosystems/${ecosystemId}/users/${user.id}`;
    expectProblem(await service.native('PATCH', own, server, { name: 'x' }), own, noUser);
    expect((await service.native('GET', `${users}/${user.id}`, service.account)).body).toEqual(user);
  });

  it('409: for a name that another user has, and nothing is changed', async () => {
    await newUser(service, 'default', { username: 'first' });
    const user = await newUser(service, 'default', { username: 'second' });
    expectProblem(await change(user.id, { name: 'New', username: 'FIRST' }), `${users}/${user.id}`, {
      status: 409,
      code: 'conflict',
      detail: 'Another user has this username',
    });
    expect((await service.native('GET', `${users}/${user.id}`, service.account)).body).toEqual(user);
  });

  it('422: naming every fault, and nothing is changed', async () => {
    const user = await newUser(service, 'default');
    expectProblem(
      await change(user.id, { id: 'other', roles: ['admin', 'admin'], active: null }),
      `${users}/${user.id}`,
      invalid(
        ['id', 'unknown-field', 'is not a known field'],
        ['roles', 'arrayUnique', "All roles's elements must be unique"],
        ['active', 'isBoolean', 'active must be a boolean value'],
      ),
    );
    expectProblem(
      await change(user.id, { name: 'New', roles: ['captain'] }),
      `${users}/${user.id}`,
      invalid(['roles', 'known-role', 'no role captain']),
    );
    expect((await service.native('GET', `${users}/${user.id}`, service.account)).body).toEqual(user);
  });
});

describe('DELETE /v1/ecosystems/:ecosystemId/users/:userId', () => {
  let service: Service;
  const remove = (id: string, secret = service.account) => service.native('DELETE', `${users}/${id}`, secret);

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  it('204: the tokens are dead, the user is not found, the names are free', async () => {
    const given = { username: 'ada', email: 'ada@acme.example', externalId: 'c-1' };
    const user = await newUser(service, 'default', given);
    const { secret } = await newToken(service, 'default', user.id, { expiryType: 'Infinite' });
    expect(await introspect(service, secret)).toMatchObject({ active: true });
    const reply = await remove(user.id);
    expect({ status: reply.status, text: reply.text }).toEqual({ status: 204, text: '' });
    expect(await introspect(service, secret)).toEqual({ active: false });
    const path = `${users}/${user.id}`;
    expectProblem(await service.native('GET', path, service.account), path, noUser);
    expectProblem(await remove(user.id), path, noUser);
    expect(await newUser(service, 'default', given)).toMatchObject(given);
  });

  it('401: without a token', async () => {
    expect((await service.ask(`${users}/nobody`, { method: 'DELETE' })).status).toBe(401);
  });

  it('403: for a key without users:delete', async () => {
    const key = await keyWith(service, 'users:update');
    expectProblem(await remove('nobody', key), `${users}/nobody`, lacks('users:delete'));
  });

  it.each(nobodies)('404: for a user %s', async (_, id) => {
    expectProblem(await remove(id), `${users}/${id}`, noUser);
  });

  it('404: for a user of another tenant, who lives on', async () => {
    const user = await newUser(service, 'default');
    const { server } = await newTenant(service);
    expectProblem(await remove(user.id, server), `${users}/${user.id}`, noEcosystem);
    expect((await service.native('GET', `${users}/${user.id}`, service.account)).status).toBe(200);
  });
});
