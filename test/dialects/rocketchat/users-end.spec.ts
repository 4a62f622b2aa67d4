import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Service,
  startService,
} from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  forbidden,
  type Generation,
  generations,
  invalidParams,
  newPerson,
  notLoggedIn,
  noUserNamed,
  type Person,
  post,
  routeForbidden,
  unknownUser,
} from './rocketchat.js';

describe.each(bothGenerations)('users.delete and users.setActiveStatus, %s', (generation: Generation) => {
  let service: Service;
  let admin: Person;
  let ada: Person;
  let counter = 0;

  beforeAll(async () => {
    service = await startService(generations[generation]);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
  });
  beforeEach(async () => {
    counter += 1;
    ada = await newPerson(service, `ada${counter}`);
  });
  afterAll(() => service.close());

  const remove = (json: object, caller = admin) => post(service, 'users.delete', caller, json);
  const activate = (json: object, caller = admin) => post(service, 'users.setActiveStatus', caller, json);

  it('users.delete, 200: by id, by username and by user; the tokens are dead', async () => {
    const body = { ...(generation === '8.x' && { deletedRooms: [] }), success: true };
    const bob = await newPerson(service, `bob${counter}`);
    const cleo = await newPerson(service, `cleo${counter}`);
    expectReply(await remove({ userId: ada.id, confirmRelinquish: true }), 200, body);
    expectReply(await remove({ username: bob.username.toUpperCase() }), 200, body);
    expectReply(await remove({ user: cleo.username }), 200, body);
    for (const { authToken } of [ada, bob, cleo]) {
      expect(await introspect(service, authToken)).toEqual({ active: false });
    }
  });

  it('users.delete, 400: nobody is named, nobody is there', async () => {
    expectReply(await remove({}), 400, noUserNamed);
    const { ecosystemId } = await newTenant(service);
    const foreign = await newUser(service, ecosystemId, { username: 'foreign' });
    for (const json of [{ userId: 'nobody' }, { username: 'foreign' }, { userId: foreign.id }]) {
      expectReply(await remove(json), 400, unknownUser);
    }
  });

  it('users.delete, 403: without delete-user', async () => {
    for (const json of [{ userId: admin.id }, { userId: 'nobody' }, {}]) {
      expectReply(await remove(json, ada), 403, forbidden);
    }
  });

  it('users.setActiveStatus, 200: the tokens are dead at once, and do not come back', async () => {
    const off = await activate({ userId: ada.id, activeStatus: false, confirmRelinquish: true });
    expectReply(off, 200, { user: { _id: ada.id, active: false }, success: true });
    expect(await introspect(service, ada.authToken)).toEqual({ active: false });
    const on = await activate({ userId: ada.id, activeStatus: true });
    expectReply(on, 200, { user: { _id: ada.id, active: true }, success: true });
  });

  it('users.setActiveStatus, 400: nobody is there, or it cannot be', async () => {
    expectReply(await activate({ userId: 'nobody', activeStatus: true }), 400, {
      success: false,
      error: 'User not found',
    });
    const bad = (text: string) => invalidParams(generation, text);
    const missing = (field: string) => bad(`must have required property '${field}'`);
    expectReply(await activate({ activeStatus: true }), 400, missing('userId'));
    expectReply(await activate({ userId: ada.id }), 400, missing('activeStatus'));
    expectReply(await activate({ userId: ada.id, activeStatus: 'no' }), 400, bad('must be boolean'));
  });

  it('users.setActiveStatus, 403: without either permission; each of them alone will do', async () => {
    const json = { userId: admin.id, activeStatus: false };
    expectReply(await activate(json, ada), 403, forbidden);
    const { id } = await newUser(service, 'default');
    for (const _id of ['edit-other-user-active-status', 'manage-moderation-actions']) {
      const give = (roles: string[]) =>
        post(service, 'permissions.update', admin, { permissions: [{ _id, roles }] });
      await give(['admin', 'user']);
      expect((await activate({ userId: id, activeStatus: false }, ada)).status).toBe(200);
      // Whoever may do more than the caller is out of reach, whatever the permission.
      expectReply(await activate(json, ada), 403, forbidden);
      await give(['admin']);
      expectReply(await activate({ userId: id, activeStatus: true }, ada), 403, forbidden);
    }
  });

  it('403: with a token that was narrowed below the permission', async () => {
    const narrow = await newToken(service, 'default', admin.id, { permissions: ['users:read'] });
    const caller = { ...admin, headers: { ...admin.headers, 'x-auth-token': narrow.secret } };
    expectReply(await remove({ userId: ada.id }, caller), 403, forbidden);
    expectReply(await activate({ userId: ada.id, activeStatus: false }, caller), 403, forbidden);
    const permissions = [{ _id: 'delete-user', roles: [] }];
    expectReply(await post(service, 'permissions.update', caller, { permissions }), 403, routeForbidden);
  });

  it('401: without credentials', async () => {
    for (const call of ['users.delete', 'users.setActiveStatus']) {
      expectReply(await post(service, call, undefined, {}), 401, notLoggedIn[generation]);
    }
  });
});
