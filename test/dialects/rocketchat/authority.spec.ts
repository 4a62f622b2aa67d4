import { introspect, newUser, type Service, sharedService, startService } from '../../support/service.js';
import {
  expectReply,
  forbidden,
  generations,
  login,
  newPerson,
  type Person,
  post,
  refusal,
  routeForbidden,
} from './rocketchat.js';

const password = 'correct horse battery staple';
const base = '/v1/ecosystems/default';

/** What a role carries is its permissions and what it was given here: nobody gives, changes or takes away what they lack. */
describe('a role that was given permissions of this dialect alone', () => {
  const service = sharedService(generations['up to 7.x']);
  let admin: Person;
  let mod: Person;
  let key: (...permissions: string[]) => Promise<string>;
  const given = [
    'delete-user',
    'edit-other-user-info',
    'edit-other-user-password',
    'logout-other-user',
    'assign-roles',
    'create-user',
  ];

  beforeAll(async () => {
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    await service.native('PUT', `${base}/roles/mod`, service.account, { permissions: [] });
    const permissions = given.map((_id) => ({ _id, roles: ['admin', 'mod'] }));
    expect((await post(service, 'permissions.update', admin, { permissions })).status).toBe(200);
    mod = await newPerson(service, 'mod', { roles: ['mod'], password });
    key = async (...wanted) =>
      (await service.native('POST', `${base}/server-tokens`, service.account, { permissions: wanted })).body
        .secret;
  });

  const lacks = (permission: string) => ({
    status: 403,
    body: { code: 'permission-denied', detail: `This needs the permission ${permission}` },
  });

  it('403: is given to nobody by a key that lacks what these mean', async () => {
    const narrow = await key('users:create', 'users:update');
    const made = await service.native('POST', `${base}/users`, narrow, {
      username: 'mallory',
      roles: ['mod'],
    });
    expect(made).toMatchObject(lacks('delete-user'));
    const { id } = await newUser(service, 'default');
    expect(
      await service.native('PATCH', `${base}/users/${id}`, narrow, { roles: ['user', 'mod'] }),
    ).toMatchObject(lacks('delete-user'));
    const wide = await key('users:create', 'users:update', 'users:delete', 'tokens:revoke');
    const by = await service.native('POST', `${base}/users`, wide, { username: 'alice', roles: ['mod'] });
    expect(by.status).toBe(201);
  });

  it('403: its holder is not changed, deleted or given a password by who lacks it', async () => {
    const path = `${base}/users/${mod.id}`;
    const updater = await key('users:update', 'users:delete');
    for (const changes of [{ name: 'x' }, { password: 'battery staple' }, { roles: [] }, { active: false }]) {
      expect(await service.native('PATCH', path, updater, changes)).toMatchObject(lacks('logout-other-user'));
    }
    expect(await service.native('DELETE', path, updater)).toMatchObject(lacks('logout-other-user'));
    expect((await login(service, { user: 'mod', password })).status).toBe(200);
  });

  it('403: is not defined anew or deleted with roles:write alone, nor is what admin was given taken away', async () => {
    const writer = await key('roles:write');
    const path = `${base}/roles/mod`;
    expect(await service.native('PUT', path, writer, { permissions: [] })).toMatchObject({ status: 403 });
    expect(await service.native('DELETE', path, writer)).toMatchObject({ status: 403 });
    await service.native('PUT', `${base}/roles/writer`, service.account, { permissions: ['roles:write'] });
    const wendy = await newPerson(service, 'wendy', { roles: ['writer'] });
    for (const [_id, roles] of [
      ['delete-user', ['mod']],
      ['view-statistics', []],
      ['create-user', ['admin']],
      ['create-user', ['admin', 'mod', 'writer']],
      ['create-personal-access-tokens', ['admin', 'user', 'writer']],
      ['create-personal-access-tokens', ['admin']],
    ]) {
      const reply = await post(service, 'permissions.update', wendy, { permissions: [{ _id, roles }] });
      expectReply(reply, 403, routeForbidden);
    }
    const own = [{ _id: 'access-permissions', roles: ['admin', 'writer', 'user'] }];
    expect((await post(service, 'permissions.update', wendy, { permissions: own })).status).toBe(200);
    await post(service, 'permissions.update', admin, {
      permissions: [{ _id: 'access-permissions', roles: ['admin', 'writer'] }],
    });
  });

  it('200: its holder gives it on and changes who holds it, but not who may do more', async () => {
    const { id } = await newUser(service, 'default', { username: 'carol' });
    const make = (roles: string[]) => post(service, 'users.update', mod, { userId: id, data: { roles } });
    expect((await make(['user', 'mod'])).status).toBe(200);
    expect((await make(['user', 'admin'])).status).toBe(400);
    expect((await post(service, 'users.update', mod, { userId: admin.id, data: { password } })).status).toBe(
      400,
    );
    expectReply(await post(service, 'users.delete', mod, { userId: admin.id }), 403, forbidden);
    expect((await post(service, 'users.delete', mod, { userId: id })).status).toBe(200);
  });

  it('200: a password that is set logs the user out everywhere, and the audit says by what one signed in', async () => {
    const eve = await newPerson(service, 'eve', { password });
    const update = await post(service, 'users.update', admin, {
      userId: eve.id,
      data: { password: 'battery staple' },
    });
    expect(update.status).toBe(200);
    expect(await introspect(service, eve.authToken)).toEqual({ active: false });
    const { body } = await login(service, { user: 'eve', password: 'battery staple' });
    const tokenId = (await introspect(service, body.data.authToken)).jti;
    const audit = await service.native('GET', `${base}/audit?targetId=${tokenId}`, service.account);
    expect(audit.body.data[0].detail).toMatchObject({ dialect: 'rocketchat', provedBy: 'password' });
  });
});

describe('the last active admin', () => {
  let service: Service;
  let admin: Person;
  const lastAdmin = {
    ...refusal('error-action-not-allowed', 'Leaving the app without an active admin is not allowed'),
    details: { method: 'removeUserFromRole', action: 'Remove_last_admin' },
  };

  beforeEach(async () => {
    service = await startService(generations['up to 7.x']);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    await newPerson(service, 'sleeper', { roles: ['admin'], active: true }).then(({ id }) =>
      service.native('PATCH', `${base}/users/${id}`, service.account, { active: false }),
    );
  });
  afterEach(() => service.close());

  const ways: [call: string, json: (userId: string) => object][] = [
    ['users.setActiveStatus', (userId) => ({ userId, activeStatus: false })],
    ['users.update', (userId) => ({ userId, data: { roles: ['user'] } })],
    ['users.update', (userId) => ({ userId, data: { active: false } })],
    ['users.delete', (userId) => ({ userId })],
  ];

  it.each(ways)('400: %s does not take it away; a second one it does', async (call, json) => {
    expectReply(await post(service, call, admin, json(admin.id)), 400, lastAdmin);
    expect(await introspect(service, admin.authToken)).toMatchObject({ active: true });
    const other = await newPerson(service, 'other', { roles: ['admin'] });
    expect((await post(service, call, admin, json(admin.id))).status).toBe(200);
    expectReply(await post(service, call, other, json(other.id)), 400, lastAdmin);
  });

  it('of eight who leave at once, one stays', async () => {
    const others = [admin];
    for (let n = 0; n < 7; n++) others.push(await newPerson(service, `admin${n}`, { roles: ['admin'] }));
    const replies = await Promise.all(
      others.map((one, n) => post(service, ways[n % 4]![0], one, ways[n % 4]![1](one.id))),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 400]);
  });

  it('409 natively for a server token; an account token may do it, to repair', async () => {
    const path = `${base}/users/${admin.id}`;
    const { body } = await service.native('POST', `${base}/server-tokens`, service.account, {});
    for (const [method, json] of [
      ['PATCH', { active: false }],
      ['PATCH', { roles: [] }],
      ['DELETE', undefined],
    ] as const) {
      const reply = await service.native(method, path, body.secret, json);
      expect(reply).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    }
    expect((await service.native('PATCH', path, body.secret, { name: 'Root', active: true })).status).toBe(
      200,
    );
    expect((await service.native('DELETE', path, service.account)).status).toBe(204);
  });
});
