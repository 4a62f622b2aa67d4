import { newTenant, newUser, sharedService } from '../../support/service.js';
import { expectProblem, invalid, lacks, noEcosystem } from './problem.js';

const path = '/v1/ecosystems/default/users';

describe('POST /v1/ecosystems/:ecosystemId/users', () => {
  const service = sharedService();
  const create = (json: unknown, secret = service.account) => service.native('POST', path, secret, json);

  beforeAll(async () => {
    await newUser(service, 'default', {
      username: 'Taken',
      email: 'Taken@acme.example',
      externalId: 'customer-1',
    });
  });

  it('201: makes the user from all that is given, and never shows the password', async () => {
    const given = {
      username: 'Ada',
      email: 'Ada@Acme.example',
      name: 'Ada Lovelace',
      externalId: 'auth0|4711',
      roles: ['user', 'admin'],
      active: false,
    };
    const reply = await create({ ...given, password: 'correct horse battery staple' });
    expect(reply.body).toEqual({
      ...given,
      id: expect.stringMatching(/^[2-9A-HJ-NP-Za-km-z]{17}$/),
      ecosystemId: 'default',
      hasPassword: true,
      createdAt: '2026-11-22T12:00:00.000Z',
      updatedAt: '2026-11-22T12:00:00.000Z',
    });
    expect(reply.status).toBe(201);
  });

  it.each([
    ['an empty body', {}],
    ['null for what may be null', { username: null, email: null, externalId: null, password: null }],
  ])('201: makes a user without anything from %s', async (_, json) => {
    const reply = await create(json);
    expect(reply.body).toEqual({
      id: expect.any(String),
      ecosystemId: 'default',
      username: null,
      email: null,
      name: '',
      externalId: null,
      roles: ['user'],
      active: true,
      hasPassword: false,
      createdAt: '2026-11-22T12:00:00.000Z',
      updatedAt: '2026-11-22T12:00:00.000Z',
    });
    expect(reply.status).toBe(201);
  });

  it('201: without a body at all, under a JSON content type', async () => {
    const headers = { authorization: `Bearer ${service.account}`, 'content-type': 'application/json' };
    expect((await service.ask(path, { method: 'POST', headers })).status).toBe(201);
  });

  it('201: for the same names in another ecosystem', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const json = { username: 'Taken', email: 'Taken@acme.example', externalId: 'customer-1' };
    const reply = await service.native('POST', `/v1/ecosystems/${ecosystemId}/users`, server, json);
    expect(reply).toMatchObject({ status: 201, body: { ...json, ecosystemId } });
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: {} })).status).toBe(401);
  });

  it('403: for a key without users:create', async () => {
    const minted = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
      permissions: ['users:read'],
    });
    expectProblem(await create({}, minted.body.secret), path, lacks('users:create'));
  });

  it.each([
    ['of another tenant', 'default'],
    ['that never was', 'nobody'],
    ['whose id cannot be one', 'a%3Ab'],
  ])('404: in an ecosystem %s, and nobody is made there', async (_, id) => {
    const { server } = await newTenant(service);
    const foreign = `/v1/ecosystems/${id}/users`;
    expectProblem(await service.native('POST', foreign, server, { username: 'spy' }), foreign, noEcosystem);
    const again = await service.native('POST', foreign, service.account, { username: 'spy' });
    expect(again.status).toBe(id === 'default' ? 201 : 404);
  });

  it.each([
    ['username', { username: 'tAKEN' }],
    ['email', { email: 'tAKEN@ACME.example' }],
    ['externalId', { externalId: 'customer-1' }],
  ])('409: for a taken %s', async (field, json) => {
    const detail = `Another user has this ${field}`;
    expectProblem(await create(json), path, { status: 409, code: 'conflict', detail });
  });

  it('422: naming every fault at once', async () => {
    const reply = await create({
      username: 'a b',
      email: 'nobody',
      name: 7,
      externalId: 'a;b',
      password: 'short',
      roles: 'admin',
      active: 'yes',
      isAdmin: true,
    });
    const reference =
      '1 to 128 characters without white space, control characters, invisible characters, ; or /';
    expectProblem(
      reply,
      path,
      invalid(
        ['isAdmin', 'unknown-field', 'is not a known field'],
        ['username', 'matches', `username must be ${reference}`],
        ['email', 'isEmail', 'email must be an email'],
        ['name', 'isString', 'name must be a string'],
        ['externalId', 'matches', `externalId must be ${reference}`],
        ['password', 'isLength', 'password must be longer than or equal to 8 characters'],
        ['roles', 'isArray', 'roles must be an array'],
        ['active', 'isBoolean', 'active must be a boolean value'],
      ),
    );
  });

  it('422: for a role that the ecosystem does not have', async () => {
    const reply = await create({ username: 'rolf', roles: ['user', 'captain'] });
    expectProblem(reply, path, invalid(['roles', 'known-role', 'no role captain']));
    expect((await create({ username: 'rolf' })).status).toBe(201);
  });

  it.each([
    ['null for the name', { name: null }],
    ['null for the roles', { roles: null }],
    ['null for active', { active: null }],
    ['a role named twice', { roles: ['user', 'user'] }],
    ['a number among the roles', { roles: ['user', 7] }],
    ['a username of 129 characters', { username: 'x'.repeat(129) }],
    ['an empty username', { username: '' }],
    ['a username with a slash', { username: 'a/b' }],
    ['an e-mail address of 300 characters', { email: `${'x'.repeat(60)}@${'y.'.repeat(120)}example` }],
    ['an object for the e-mail address', { email: { $ne: null } }],
    ['a password of 1,025 characters', { password: 'x'.repeat(1025) }],
    ['a name with NUL', { name: 'a\0b' }],
  ])('422: for %s', async (_, json) => {
    const { status, body } = await create(json);
    expect({ status, code: body.code, errors: body.errors.length }).toEqual({
      status: 422,
      code: 'invalid-input',
      errors: 1,
    });
  });
});
