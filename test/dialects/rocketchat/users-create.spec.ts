import { newUser, sharedService } from '../../support/service.js';
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

const password = 'correct horse battery staple';
const moment = '2026-11-22T12:00:00.000Z';

function notAllowed(action: string, reason: string): object {
  const details = { method: 'insertOrUpdateUser', action };
  return { ...refusal('error-action-not-allowed', reason), details };
}

describe.each(bothGenerations)('POST /api/v1/users.create, %s', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let admin: Person;
  let ada: Person;
  let counter = 0;
  const given = (more: object = {}) => {
    counter += 1;
    const username = `grace${counter}`;
    return { email: `${username}@acme.example`, name: 'Grace Hopper', username, password, ...more };
  };
  const create = (json: unknown, caller: Person | undefined = admin) =>
    post(service, 'users.create', caller, json);

  beforeAll(async () => {
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'ada', { email: 'ada@acme.example' });
  });

  it('200: the new user, who can sign in', async () => {
    const json = given();
    const reply = await create(json);
    expectReply(reply, 200, {
      user: {
        _id: expect.stringMatching(/^[2-9A-HJ-NP-Za-km-z]{17}$/),
        username: json.username,
        name: 'Grace Hopper',
        type: 'user',
        status: 'offline',
        active: true,
        emails: [{ address: json.email, verified: true }],
        roles: ['user'],
        createdAt: moment,
        _updatedAt: moment,
        settings: {},
      },
      success: true,
    });
    const { body } = await login(service, { user: json.username, password });
    expect(body.data.userId).toBe(reply.body.user._id);
  });

  it('200: with all that the original takes, roles and whether active of it kept', async () => {
    const more = {
      ...{ active: false, roles: ['user', 'admin', 'user'], verified: true, joinDefaultChannels: false },
      ...{ requirePasswordChange: true, sendWelcomeEmail: true, statusText: 'a', bio: 'b', nickname: 'c' },
      ...{ language: 'en', customFields: { any: 'thing' }, settings: {} },
    };
    const { status, body } = await create(given(more));
    expect({ status, active: body.user.active, roles: body.user.roles }).toEqual({
      status: 200,
      active: false,
      roles: ['user', 'admin'],
    });
  });

  it('200: with setRandomPassword the password that came is not the user’s', async () => {
    const json = given({ setRandomPassword: true });
    expect((await create(json)).status).toBe(200);
    expect((await login(service, { user: json.username, password })).status).toBe(401);
  });

  it('200: two-factor headers are not looked at', async () => {
    const headers = { ...admin.headers, 'x-2fa-code': 'wrong', 'x-2fa-method': 'totp' };
    const reply = await service.ask('/api/v1/users.create', { method: 'POST', headers, json: given() });
    expect(reply.status).toBe(200);
  });

  it('400: error-action-not-allowed without create-user', async () => {
    expectReply(await create(given(), ada), 400, notAllowed('Adding_user', 'Adding user is not allowed'));
  });

  it('400: error-action-not-allowed for a role that there is not', async () => {
    for (const role of ['nobody', 'a b', 'a\0b', '']) {
      const reply = await create(given({ roles: [role] }));
      expectReply(reply, 400, notAllowed('Assign_role', 'The field Roles consist invalid role id'));
    }
  });

  it.each(['email', 'name', 'password', 'username'])('400: invalid-params without %s', async (field) => {
    const json = { ...given(), [field]: undefined };
    expectReply(await create(json), 400, invalidParams(generation, `must have required property '${field}'`));
    expectReply(await create({ ...json, [field]: {} }), 400, invalidParams(generation, 'must be string'));
  });

  it('200: null for what may be left out, booleans and numbers as forms carry them, fields of every version', async () => {
    const nothing = [
      'active',
      'roles',
      'verified',
      'bio',
      'nickname',
      'statusText',
      'customFields',
      'phones',
    ];
    const absent = Object.fromEntries(nothing.map((field) => [field, null]));
    const known = { fields: '{}', freeSwitchExtension: 1000, name: 7 };
    const reply = await create(given({ ...absent, ...known }));
    expect([reply.status, reply.body.user.active, reply.body.user.roles]).toEqual([200, true, ['user']]);
    expect(reply.body.user.name).toBe('7');
    const asleep = await create(given({ active: 'false', phones: [{ number: '+4930' }] }));
    expect([asleep.status, asleep.body.user.active]).toEqual([200, false]);
  });

  it('200: addresses without a dot in the host', async () => {
    for (const email of ['grace@localhost', 'apiuser@rocket.chat-1795862943336']) {
      expect((await create(given({ email }))).body).toMatchObject({ user: { emails: [{ address: email }] } });
    }
  });

  it.each(['<b>', 'a>b', 'a/b', 'a\\b', '%3Cb%3E', '100%'])(
    '400: %p in a name, before all else',
    async (name) => {
      const body = { success: false, error: 'Name contains invalid characters' };
      expectReply(await create(given({ name, username: 'a b', password: 'short' })), 400, body);
    },
  );

  it('400: invalid-params for fields of other types and for unknown ones', async () => {
    const bad = (text: string) => invalidParams(generation, text);
    expectReply(await create(given({ active: 'yes' })), 400, bad('must be boolean'));
    expectReply(await create(given({ roles: 'admin' })), 400, bad('must be array'));
    expectReply(await create(given({ customFields: 'a' })), 400, bad('must be object'));
    expectReply(await create(given({ isAdmin: true })), 400, bad('must NOT have additional properties'));
  });

  it.each(['a b', 'ä', 'a/b', 'a@b', 'x'.repeat(129)])('400: %p is no username', async (username) => {
    const reason = `${username} is not a valid username`;
    expectReply(await create(given({ username })), 400, refusal('error-input-is-not-a-valid-field', reason));
  });

  it.each(['admin', 'Administrator', 'system', 'user', 'all', 'here'])(
    '400: %p is blocked',
    async (username) => {
      const reason = `${username} is blocked and can't be used!`;
      expectReply(await create(given({ username })), 400, refusal('error-blocked-username', reason));
    },
  );

  it('400: error-field-unavailable for a username or an address that is taken, in any case of letters', async () => {
    await newUser(service, 'default', { username: 'taken', email: 'taken@acme.example' });
    for (const [field, value] of [
      ['username', 'Taken'],
      ['email', 'TAKEN@acme.example'],
    ] as const) {
      const details = { method: 'insertOrUpdateUser', field: value };
      expectReply(await create(given({ [field]: value })), 400, {
        ...refusal('error-field-unavailable', `${value} is already in use :(`),
        details,
      });
    }
  });

  it('400: error-invalid-email, and a password that is too short', async () => {
    expectReply(await create(given({ email: 'ada' })), 400, {
      ...refusal('error-invalid-email', 'Invalid email ada'),
      details: { function: 'RocketChat.validateEmailDomain' },
    });
    const reason = 'The password does not meet the minimum length password policy.';
    expectReply(
      await create(given({ password: '1234567' })),
      400,
      refusal('error-password-policy-not-met-minLength', reason),
    );
  });

  it('401: without credentials', async () => {
    expectReply(await post(service, 'users.create', undefined, given()), 401, notLoggedIn[generation]);
  });
});
