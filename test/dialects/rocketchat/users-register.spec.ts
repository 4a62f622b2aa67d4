import { newTenant, newUser, type Service, startService } from '../../support/service.js';
import {
  at,
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

  it('200: with what the form sends beside it, null or not', async () => {
    await start();
    const reply = await register({ ...given, secretURL: null, reason: 'I work here', secret: null });
    expect(reply.status).toBe(200);
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
    const again = await post(service, 'users.register', ada, {
      ...given,
      username: 'again',
      name: undefined,
    });
    if (generation === '8.x') expectReply(again, 400, plain('Logged in users can not register again.'));
    else expect([again.status, again.body.user.username]).toEqual([200, 'again']);
  });

  const disabled = {
    ...refusal('error-user-registration-disabled', 'User registration is disabled'),
    details: { method: 'registerUser' },
  };
  const patch = (ecosystemId: string, json: object) =>
    service.native('PATCH', `/v1/ecosystems/${ecosystemId}`, service.account, json);

  it('400: closed to everybody, unless ACCOUNTS_REGISTRATION_FORM is Public, whatever the body', async () => {
    await start({});
    for (const body of [given, {}, { colour: 'red' }, [given]])
      expectReply(await register(body), 400, disabled);
    expect((await login(service, { user: 'grace', password: given.pass })).status).toBe(401);
  });

  it('400: closed in a tenant’s ecosystem, whatever ACCOUNTS_REGISTRATION_FORM says, unless its record says otherwise', async () => {
    await start();
    const { ecosystemId } = await newTenant(service);
    await patch(ecosystemId, { domain: 'chat.acme.example' });
    const there = () => post(at(service, 'chat.acme.example'), 'users.register', undefined, given);
    expectReply(await there(), 400, disabled);
    await patch(ecosystemId, { registration: 'open' });
    const { status, body } = await there();
    expect([status, body.user.roles]).toEqual([200, ['user']]);
    const path = (ecosystem: string) => `/v1/ecosystems/${ecosystem}/users/${body.user._id}`;
    expect((await service.native('GET', path(ecosystemId), service.account)).status).toBe(200);
    expect((await service.native('GET', path('default'), service.account)).status).toBe(404);
    await patch('default', { registration: 'closed' });
    expectReply(await register(given), 400, disabled);
  });

  it.each([2, 8])('200: of %i who are the first at once, exactly one is admin', async (many) => {
    await start();
    const all = Array.from({ length: many }, (_, n) => ({
      ...given,
      username: `user${n}`,
      email: `user${n}@acme.example`,
    }));
    const replies = await Promise.all(all.map(register));
    expect(replies.map(({ status }) => status)).toEqual(Array(many).fill(200));
    expect(replies.filter(({ body }) => body.user.roles.includes('admin'))).toHaveLength(1);
  });
});
