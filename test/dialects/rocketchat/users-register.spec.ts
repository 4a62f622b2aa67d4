import { newTenant, newUser, type Service, startService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  type Generation,
  generations,
  invalidParams,
  login,
  newPerson,
  post,
  refusal,
} from './rocketchat.js';

const given = {
  username: 'grace',
  email: 'grace@acme.example',
  name: 'Grace Hopper',
  pass: 'correct horse battery staple',
};

describe.each(bothGenerations)('POST /api/v1/users.register, %s', (generation: Generation) => {
  let service: Service;
  const register = (json: unknown) => post(service, 'users.register', undefined, json);
  const start = async (environment: Record<string, string> = { ACCOUNTS_REGISTRATION_FORM: 'Public' }) => {
    service = await startService({ ...generations[generation], ...environment });
  };
  afterEach(() => service.close());

  it('200: the new user, the first ever as admin, who can sign in', async () => {
    await start();
    const first = await register(given);
    expectReply(first, 200, {
      user: {
        _id: expect.any(String),
        username: 'grace',
        name: 'Grace Hopper',
        type: 'user',
        status: 'offline',
        active: true,
        emails: [{ address: 'grace@acme.example', verified: true }],
        roles: ['user', 'admin'],
        createdAt: '2026-11-22T12:00:00.000Z',
        _updatedAt: '2026-11-22T12:00:00.000Z',
        settings: {},
      },
      success: true,
    });
    expect((await login(service, { user: 'grace', password: given.pass })).status).toBe(200);
    const second = await register({ ...given, username: 'ada', email: 'ada@acme.example' });
    expect(second).toMatchObject({ status: 200, body: { user: { roles: ['user'] } } });
  });

  it('200: nobody becomes admin where there was a user before, be it a deleted one', async () => {
    await start();
    const { id } = await newUser(service, 'default');
    await service.native('DELETE', `/v1/ecosystems/default/users/${id}`, service.account);
    expect((await register(given)).body.user.roles).toEqual(['user']);
  });

  it('400: in the original’s words', async () => {
    await start();
    await newUser(service, 'default', { username: 'taken', email: 'taken@acme.example' });
    const plain = (error: string) => ({ success: false, error });
    const refusals: [object, object][] = [
      [{ username: 'TAKEN' }, plain('Username is already in use')],
      [{ username: 'admin' }, plain('Username is already in use')],
      [{ email: 'Taken@acme.example' }, plain('Email already exists')],
      [{ username: 'a b' }, plain('The username provided is not valid')],
      [{ pass: undefined }, invalidParams(generation, "must have required property 'pass'")],
      [{ roles: ['admin'] }, invalidParams(generation, 'must NOT have additional properties')],
    ];
    for (const [fields, body] of refusals) expectReply(await register({ ...given, ...fields }), 400, body);
    const ada = await newPerson(service, 'ada');
    expectReply(
      await post(service, 'users.register', ada, given),
      400,
      plain('Logged in users can not register again.'),
    );
  });

  it('400: closed to everybody, unless ACCOUNTS_REGISTRATION_FORM is Public', async () => {
    await start({});
    expectReply(await register(given), 400, {
      ...refusal('error-user-registration-disabled', 'User registration is disabled'),
      details: { method: 'registerUser' },
    });
    expect((await login(service, { user: 'grace', password: given.pass })).status).toBe(401);
  });

  it('200: into the ecosystem whose domain is the host', async () => {
    await start();
    const { ecosystemId } = await newTenant(service);
    await newUser(service, 'default');
    const made = await register(given);
    const path = (ecosystem: string) => `/v1/ecosystems/${ecosystem}/users/${made.body.user._id}`;
    expect((await service.native('GET', path('default'), service.account)).status).toBe(200);
    expect((await service.native('GET', path(ecosystemId), service.account)).status).toBe(404);
  });
});
