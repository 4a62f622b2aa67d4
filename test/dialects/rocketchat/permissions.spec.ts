import { introspect, newTenant, newUser, type Service, startService } from '../../support/service.js';
import {
  bothGenerations,
  createToken,
  expectReply,
  type Generation,
  generations,
  get,
  headersOf,
  invalidParams,
  newPerson,
  notAuthorized,
  notLoggedIn,
  type Person,
  post,
  refusal,
  routeForbidden,
  secret,
} from './rocketchat.js';

const moment = '2026-11-22T12:00:00.000Z';

/** Which roles have which permission at first (docs/wire.md#companion-calls; `view-d-room` is narrower here, on purpose). */
const defaults: Record<string, string[]> = {
  'access-permissions': ['admin'],
  'assign-roles': ['admin'],
  'create-personal-access-tokens': ['admin', 'user'],
  'create-user': ['admin'],
  'delete-user': ['admin'],
  'edit-other-user-active-status': ['admin'],
  'edit-other-user-info': ['admin'],
  'edit-other-user-password': ['admin'],
  'logout-other-user': ['admin'],
  'manage-moderation-actions': ['admin'],
  'user-generate-access-token': ['admin'],
  'view-d-room': ['admin'],
  'view-full-other-user-info': ['admin'],
  'view-statistics': ['admin'],
};
const listed = (changed: Record<string, string[]> = {}, _updatedAt = moment) =>
  Object.entries({ ...defaults, ...changed }).map(([_id, roles]) => ({ _id, roles, _updatedAt }));

describe.each(bothGenerations)('permissions and roles, %s', (generation: Generation) => {
  let service: Service;
  let admin: Person;
  let ada: Person;

  beforeEach(async () => {
    service = await startService(generations[generation]);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'ada');
  });
  afterEach(() => service.close());

  const update = (given: Record<string, string[]>, caller = admin) => {
    const permissions = Object.entries(given).map(([_id, roles]) => ({ _id, roles }));
    return post(service, 'permissions.update', caller, { permissions });
  };
  const list = (query: Record<string, string> = {}) => get(service, 'permissions.listAll', ada, query);
  const mintForAdmin = (caller: Person) =>
    createToken(service, caller, { userId: admin.id, ...(generation === '8.x' && { secret }) });

  it('permissions.listAll, 200: all of them, with the roles that have them by default', async () => {
    expectReply(await list(), 200, { update: listed(), remove: [], success: true });
  });

  it('permissions.listAll, 200: since a moment, all of them if any changed then or later', async () => {
    service.clock.advance(1000);
    const updatedSince = new Date(service.clock.now()).toISOString();
    const nothing = { update: [], remove: [], success: true };
    expectReply(await list({ updatedSince }), 200, nothing);
    await update({ 'create-user': ['admin', 'user'] });
    const changed = listed({ 'create-user': ['admin', 'user'] }, updatedSince);
    expectReply(await list({ updatedSince }), 200, { ...nothing, update: changed });
  });

  it('permissions.listAll, 400: a date that is none', async () => {
    const reason = 'The "updatedSince" query parameter must be a valid date.';
    expectReply(await list({ updatedSince: 'fsafdf' }), 400, refusal('error-roomId-param-invalid', reason));
  });

  it('permissions.update, 200: the next call obeys, both ways', async () => {
    expect((await mintForAdmin(admin)).status).toBe(200);
    expectReply(await mintForAdmin(ada), 400, notAuthorized);

    const given = await update({ 'user-generate-access-token': ['user'] });
    const permissions = listed({ 'user-generate-access-token': ['user'] });
    expectReply(given, 200, { permissions, success: true });
    const other = await newUser(service, 'default', {});
    const forOther = { userId: other.id, ...(generation === '8.x' && { secret }) };
    expect((await createToken(service, ada, forOther)).status).toBe(200);
    expectReply(await createToken(service, admin, forOther), 400, notAuthorized);

    await update({ 'user-generate-access-token': [] });
    expectReply(await createToken(service, ada, forOther), 400, notAuthorized);

    await update({ 'user-generate-access-token': ['admin'] });
    expect((await mintForAdmin(admin)).status).toBe(200);
    expectReply(await createToken(service, ada, forOther), 400, notAuthorized);
  });

  it('permissions.update, 200: who was given a permission here gets no power of the target’s by it', async () => {
    await update({ 'user-generate-access-token': ['admin', 'user'] });
    const { body } = await mintForAdmin(ada);
    expect(await introspect(service, body.data.authToken)).toMatchObject({ active: true, sub: admin.id });
    const asAdmin = { ...admin, headers: headersOf(admin.id, body.data.authToken) };
    expectReply(await update({ 'create-user': ['user'] }, asAdmin), 403, routeForbidden);
    const path = '/v1/ecosystems/default/users';
    expect((await service.native('POST', path, body.data.authToken, {})).status).toBe(403);
  });

  it('permissions.update, 200: in our own list, and for another ecosystem, nothing changes', async () => {
    const { ecosystemId } = await newTenant(service);
    const foreign = await newPerson(service, 'foreign', { roles: ['admin'] }, ecosystemId);
    await update({ 'create-user': ['user'], 'view-d-room': [] });
    const path = '/v1/ecosystems/default/users';
    expect((await service.native('POST', path, admin.authToken, {})).status).toBe(201);
    expect((await service.native('POST', path, ada.authToken, {})).status).toBe(403);
    const { body } = await get(service, 'permissions.listAll', foreign);
    expect(body.update).toEqual(listed());
  });

  it('permissions.update, 200: what means nothing here is kept and given back, with the original’s roles', async () => {
    const said = { 'add-oauth-service': [], 'ban-user': ['admin', 'owner'], 'view-d-room': ['admin', 'bot'] };
    const { status, body } = await update(said);
    expect([status, body.permissions]).toEqual([200, listed(said)]);
    expect((await list()).body.update).toEqual(listed(said));
    const roles = await get(service, 'roles.list', ada);
    expect(roles.body.roles.map(({ _id }: { _id: string }) => _id)).toEqual([
      'admin',
      'bot',
      'owner',
      'user',
    ]);
    const path = '/v1/ecosystems/default/roles/owner';
    expect((await service.native('GET', path, service.account)).body.permissions).toEqual([]);
    await update({ 'ban-user': ['guest'] });
    expect((await list()).body.update).toEqual(listed({ ...said, 'ban-user': ['guest'] }));
  });

  it('permissions.update, 400: what there is not; nothing changes', async () => {
    const typed = (errorType: string, error: string) => ({ success: false, error, errorType });
    const invalidPermission = typed('error-invalid-permission', 'Invalid permission');
    const invalidRole = typed('error-invalid-role', 'Invalid role');
    const create = { _id: 'create-user', roles: ['user'] };
    const refusals: [object[], object][] = [
      [[create, { _id: 'this-permission-does-not-exist', roles: ['admin'] }], invalidPermission],
      [[create, { _id: 'constructor', roles: [] }], invalidPermission],
      [[create, { _id: 'create-user', roles: [] }], invalidPermission],
      [[create, { _id: 'delete-user', roles: ['this-role-does-not-exist'] }], invalidRole],
    ];
    for (const [permissions, body] of refusals) {
      expectReply(await post(service, 'permissions.update', admin, { permissions }), 400, body);
    }
    expectReply(
      await update({ 'access-permissions': [] }),
      400,
      typed(
        'error-invalid-role',
        'The role admin keeps access-permissions: else nobody could change them back',
      ),
    );
    expectReply(await list(), 200, { update: listed(), remove: [], success: true });
  });

  it('permissions.update, 400: what cannot be', async () => {
    const bad = (text: string) => invalidParams(generation, text);
    const bodies: [object, object][] = [
      [{}, bad("must have required property 'permissions'")],
      [{ permissions: 'a' }, bad('must be array')],
      [{ permissions: [{ roles: [] }] }, bad("must have required property '_id'")],
      [{ permissions: [{ _id: 'create-user' }] }, bad("must have required property 'roles'")],
      [{ permissions: [{ _id: 'create-user', roles: [7] }] }, bad('must be string')],
      [{ permissions: [{ _id: 'create-user', roles: ['a', 'a'] }] }, bad('must NOT have duplicate items')],
      [{ permissions: [], any: 7 }, bad('must NOT have additional properties')],
    ];
    for (const [json, body] of bodies) {
      expectReply(await post(service, 'permissions.update', admin, json), 400, body);
    }
  });

  it('permissions.update, 403: without access-permissions', async () => {
    expectReply(await update({ 'create-user': ['user'] }, ada), 403, routeForbidden);
    expectReply(await list(), 200, { update: listed(), remove: [], success: true });
  });

  it('permissions.update, 403: nobody gives what they lack', async () => {
    await update({ 'access-permissions': ['admin', 'user'] });
    expectReply(await update({ 'create-user': ['admin', 'user'] }, ada), 403, routeForbidden);
    expectReply(await update({ 'create-user': [] }, ada), 403, routeForbidden);
    expectReply(await list(), 200, {
      update: listed({ 'access-permissions': ['admin', 'user'] }),
      remove: [],
      success: true,
    });
    expect((await update({ 'create-user': [] }, admin)).status).toBe(200);
  });

  it('roles.list, 200: the roles of the workspace', async () => {
    const role = (name: string, description: string) => ({
      ...{ _id: name, name, description, mandatory2fa: false, protected: true, scope: 'Users' },
    });
    expectReply(await get(service, 'roles.list', ada), 200, {
      roles: [role('admin', 'May do everything'), role('user', 'May act for oneself')],
      success: true,
    });
  });

  it('401: without credentials', async () => {
    for (const call of ['permissions.listAll', 'roles.list']) {
      expectReply(await get(service, call, undefined), 401, notLoggedIn[generation]);
    }
    expectReply(await post(service, 'permissions.update', undefined, {}), 401, notLoggedIn[generation]);
  });
});
