import { introspect, newUser, type Service, startService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  type Generation,
  generations,
  invalidParams,
  login,
  newPerson,
  notLoggedIn,
  type Person,
  post,
  refusal,
} from './rocketchat.js';

function notAllowed(action: string, reason: string): object {
  const details = { method: 'insertOrUpdateUser', action };
  return { ...refusal('error-action-not-allowed', reason), details };
}

describe.each(bothGenerations)('POST /api/v1/users.update, %s', (generation: Generation) => {
  let service: Service;
  let admin: Person;
  let ada: Person;
  const update = (userId: string, data: object, caller = admin) =>
    post(service, 'users.update', caller, { userId, data });

  beforeAll(async () => {
    service = await startService(generations[generation]);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
  });
  beforeEach(async () => {
    ada = await newPerson(service, `ada${Date.now()}${Math.random()}`.replace('.', ''), { name: 'Ada' });
  });
  afterAll(() => service.close());

  it('200: the user as it is then', async () => {
    const { id } = await newUser(service, 'default');
    service.clock.advance(1000);
    const data = {
      name: 'Ada King',
      username: 'king',
      email: 'king@acme.example',
      password: 'correct horse',
    };
    const reply = await update(id, { ...data, roles: ['user', 'admin'], active: true });
    expectReply(reply, 200, {
      user: {
        _id: id,
        username: 'king',
        name: 'Ada King',
        type: 'user',
        status: 'offline',
        active: true,
        emails: [{ address: 'king@acme.example', verified: true }],
        roles: ['user', 'admin'],
        createdAt: '2026-11-22T12:00:00.000Z',
        _updatedAt: '2026-11-22T12:00:01.000Z',
        settings: {},
      },
      success: true,
    });
    expect((await login(service, { user: 'king', password: 'correct horse' })).status).toBe(200);
  });

  it('200: with active false the user’s tokens are dead', async () => {
    const reply = await update(ada.id, { active: false });
    expect(reply).toMatchObject({ status: 200, body: { user: { active: false } } });
    expect(await introspect(service, ada.authToken)).toEqual({ active: false });
  });

  it('200: one’s own name needs no permission', async () => {
    const reply = await update(ada.id, { name: 'Countess' }, ada);
    expect(reply).toMatchObject({ status: 200, body: { user: { _id: ada.id, name: 'Countess' } } });
  });

  it('400: one’s own username, address, roles, password and activity do', async () => {
    const refusals: [object, object][] = [
      [{ username: 'countess' }, notAllowed('Update_user', 'Edit username is not allowed')],
      [{ email: 'c@acme.example' }, notAllowed('Update_user', 'Edit user email is not allowed')],
      [{ roles: ['admin'] }, notAllowed('Assign_role', 'Assign roles is not allowed')],
      [{ password: 'correct horse' }, notAllowed('Update_user', 'Edit user password is not allowed')],
      [{ active: true }, notAllowed('Update_user', 'Edit user status is not allowed')],
    ];
    for (const [data, body] of refusals) expectReply(await update(ada.id, data, ada), 400, body);
  });

  it('400: others, there or not, need edit-other-user-info', async () => {
    for (const id of [admin.id, 'nobody']) {
      const reply = await update(id, { name: 'A' }, ada);
      expectReply(reply, 400, notAllowed('Editing_user', 'Editing user is not allowed'));
    }
  });

  it('400: a user who is not there', async () => {
    for (const id of ['nobody', 'a b', 'a\u0001']) {
      expectReply(await update(id, { name: 'A' }), 400, { success: false, error: 'User not found' });
    }
  });

  it('400: what cannot be', async () => {
    const bad = (text: string) => invalidParams(generation, text);
    expectReply(
      await post(service, 'users.update', admin, { data: {} }),
      400,
      bad("must have required property 'userId'"),
    );
    expectReply(
      await post(service, 'users.update', admin, { userId: ada.id }),
      400,
      bad("must have required property 'data'"),
    );
    expectReply(await update(ada.id, { name: {} }), 400, bad('must be string'));
    expectReply(await update(ada.id, { any: 7 }), 400, bad('must NOT have additional properties'));
    expectReply(await update(ada.id, { name: 'a\0b' }), 400, bad('must be plain text'));
    expectReply(
      await update(ada.id, { username: 'a b' }),
      400,
      refusal('error-input-is-not-a-valid-field', 'a b is not a valid username'),
    );
    expectReply(await update(ada.id, { username: 'admin' }), 400, {
      ...refusal('error-could-not-save-identity', 'Could not save user identity'),
      details: { method: 'saveUser' },
    });
    expectReply(await update(ada.id, { username: 'ROOT' }), 400, {
      ...refusal('error-field-unavailable', 'ROOT is already in use :('),
      details: { method: 'insertOrUpdateUser', field: 'ROOT' },
    });
  });

  it('401: without credentials', async () => {
    expectReply(await post(service, 'users.update', undefined, {}), 401, notLoggedIn[generation]);
  });
});
