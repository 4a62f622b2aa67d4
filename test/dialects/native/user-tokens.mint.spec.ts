import { introspect, newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { expectProblem, invalid, lacks, noEcosystem, noUser } from './problem.js';

describe('POST /v1/ecosystems/:ecosystemId/users/:userId/tokens', () => {
  const service = sharedService();
  let user: { id: string };
  let path: string;
  let accountTokenId: string;
  const mint = (json: unknown, secret = service.account) => service.native('POST', path, secret, json);
  const startedAt = Date.UTC(2026, 10, 22, 12);

  beforeAll(async () => {
    user = await newUser(service, 'default');
    path = `/v1/ecosystems/default/users/${user.id}/tokens`;
    accountTokenId = (await service.native('GET', '/v1/self', service.account)).body.tokenId;
  });

  const plain = () => ({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    ecosystemId: 'default',
    holder: 'user',
    userId: user.id,
    name: null,
    dialect: 'native',
    state: 'live',
    expiryType: 'FixedTtl',
    ttl: 3600,
    maxAge: null,
    permissions: null,
    expiresAt: '2026-11-22T13:00:00.000Z',
    createdAt: '2026-11-22T12:00:00.000Z',
    mintedBy: accountTokenId,
    lastUsedAt: null,
    revokedAt: null,
    replacedBy: null,
  });

  it.each([
    ['no body', undefined],
    ['an empty body', {}],
    ['null everywhere', { expiryType: null, ttl: null, maxAge: null, name: null, permissions: null }],
  ])('201: an hour of FixedTtl from %s', async (_, json) => {
    const reply = await mint(json);
    expect(reply.body).toEqual({
      token: plain(),
      secret: expect.stringMatching(/^tw_u_[A-Za-z0-9_-]{43}$/),
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('201: with all that can be given', async () => {
    const given = { expiryType: 'SlidingTtl', ttl: 600, maxAge: 86_400, name: 'Telephone' };
    const { status, body } = await mint({ ...given, permissions: ['tokens:list'] });
    expect(body.token).toEqual({
      ...plain(),
      ...given,
      permissions: ['tokens:list'],
      expiresAt: '2026-11-22T12:10:00.000Z',
    });
    expect(status).toBe(201);
  });

  it('201: an Infinite one has neither ttl nor end; maxAge ends it all the same', async () => {
    const endless = { expiryType: 'Infinite', ttl: null, expiresAt: null };
    expect((await mint({ expiryType: 'Infinite' })).body.token).toEqual({ ...plain(), ...endless });
    expect((await mint({ expiryType: 'Infinite', maxAge: 60 })).body.token).toEqual({
      ...plain(),
      ...endless,
      maxAge: 60,
      expiresAt: '2026-11-22T12:01:00.000Z',
    });
  });

  it('201: a maxAge shorter than the ttl is the end', async () => {
    const { body } = await mint({ ttl: 3600, maxAge: 60 });
    expect(body.token).toEqual({ ...plain(), maxAge: 60, expiresAt: '2026-11-22T12:01:00.000Z' });
  });

  it('201: two mints give two secrets, both live', async () => {
    const [one, other] = [
      await newToken(service, 'default', user.id),
      await newToken(service, 'default', user.id),
    ];
    expect(one.secret).not.toBe(other.secret);
    for (const { secret, token } of [one, other]) {
      expect(await introspect(service, secret)).toMatchObject({ active: true, jti: token.id });
    }
  });

  it('201: ten years is the longest ttl', async () => {
    const { body } = await mint({ ttl: 315_360_000 });
    expect(Date.parse(body.token.expiresAt)).toBe(startedAt + 315_360_000_000);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: {} })).status).toBe(401);
  });

  it('403: for a key without tokens:mint, and for a plain user', async () => {
    const minted = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
      permissions: ['tokens:list'],
    });
    expectProblem(await mint({}, minted.body.secret), path, lacks('tokens:mint'));
    const { secret } = await newToken(service, 'default', user.id);
    expectProblem(await mint({}, secret), path, lacks('tokens:mint'));
  });

  it('404: for an ecosystem of another tenant, a user that is not there and one of another tenant', async () => {
    const { ecosystemId, server } = await newTenant(service);
    expectProblem(await mint({}, server), path, noEcosystem);
    for (const id of ['nobody', '%00', user.id]) {
      const own = `/v1/ecosystems/${ecosystemId}/users/${id}/tokens`;
      expectProblem(await service.native('POST', own, server, {}), own, noUser);
    }
  });

  it('409: for a deactivated user', async () => {
    const { id } = await newUser(service, 'default', { active: false });
    const theirs = `/v1/ecosystems/default/users/${id}/tokens`;
    expectProblem(await service.native('POST', theirs, service.account, {}), theirs, {
      status: 409,
      code: 'user-inactive',
      detail: 'User is not activated',
    });
  });

  it('422: naming every fault at once', async () => {
    const reply = await mint({
      expiryType: 'infinite',
      ttl: '3600',
      maxAge: 0,
      name: '',
      permissions: ['tokens:steal'],
      secret: 'x',
    });
    const { permissions } = (await service.native('GET', '/v1/self', service.account)).body;
    expectProblem(
      reply,
      path,
      invalid(
        ['secret', 'unknown-field', 'is not a known field'],
        [
          'expiryType',
          'isIn',
          'expiryType must be one of the following values: Infinite, FixedTtl, SlidingTtl',
        ],
        ['ttl', 'isInt', 'ttl must be an integer number'],
        ['maxAge', 'min', 'maxAge must not be less than 1'],
        ['name', 'isLength', 'name must be longer than or equal to 1 characters'],
        [
          'permissions',
          'isIn',
          `each value in permissions must be one of the following values: ${permissions.join(', ')}`,
        ],
      ),
    );
  });

  it('422: for a ttl with Infinite', async () => {
    expectProblem(
      await mint({ expiryType: 'Infinite', ttl: 60 }),
      path,
      invalid(['ttl', 'without-infinite', 'ttl must not be given with Infinite']),
    );
  });

  it('422: for a permission that reaches beyond one ecosystem', async () => {
    expectProblem(
      await mint({ permissions: ['ecosystems:delete'] }),
      path,
      invalid(['permissions', 'grantable', 'ecosystems:delete cannot be granted inside one ecosystem']),
    );
  });

  it.each([
    ['a ttl of zero', { ttl: 0 }],
    ['a negative ttl', { ttl: -1 }],
    ['a fractional ttl', { ttl: 1.5 }],
    ['a ttl above ten years', { ttl: 315_360_001 }],
    ['true for the ttl', { ttl: true }],
    ['a list for the ttl', { ttl: [60] }],
    ['a text for the permissions', { permissions: 'tokens:list' }],
    ['a permission named twice', { permissions: ['tokens:list', 'tokens:list'] }],
    ['a list for the expiryType', { expiryType: ['Infinite'] }],
    ['a name of 201 characters', { name: 'x'.repeat(201) }],
  ])('422: for %s', async (_, json) => {
    const { status, body } = await mint(json);
    expect({ status, code: body.code, errors: body.errors.length }).toEqual({
      status: 422,
      code: 'invalid-input',
      errors: 1,
    });
  });
});
