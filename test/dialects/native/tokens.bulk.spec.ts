import { introspect, newTenant, newUser, type Reply, sharedService } from '../../support/service.js';
import { storingNothing, tokensOf } from '../../support/vendors.js';
import { expectProblem, invalid, lacks, noEcosystem } from './problem.js';

describe('POST /v1/ecosystems/:ecosystemId/tokens/bulk', () => {
  const service = sharedService();
  let ecosystemId: string;
  let server: string;
  let path: string;
  let mintedBy: string;
  let ada: Reply['body'];
  let bob: Reply['body'];

  beforeAll(async () => {
    ({ ecosystemId, server } = await newTenant(service));
    path = `/v1/ecosystems/${ecosystemId}/tokens/bulk`;
    mintedBy = (await service.native('GET', '/v1/self', server)).body.tokenId;
    ada = await newUser(service, ecosystemId);
    bob = await newUser(service, ecosystemId, { roles: ['admin'] });
  });

  const mint = (json: unknown, secret = server) => service.native('POST', path, secret, json);
  const unknown = (...missing: [index: number, id: string][]) => ({
    status: 404,
    code: 'user-not-found',
    detail: `No such user: ${missing.map(([, id]) => id).join(', ')}`,
    errors: missing.map(([index, id]) => ({
      in: 'body' as const,
      pointer: `/userIds/${index}`,
      code: 'known-user',
      detail: `No such user: ${id}`,
    })),
  });

  it('201: one token for each time that a user is named, in this order, all alike', async () => {
    const userIds = [bob.id, ada.id, bob.id];
    const given = {
      name: 'Import',
      permissions: ['tokens:list'],
      expiryType: 'SlidingTtl',
      ttl: 600,
      maxAge: 900,
    };
    const reply = await mint({ userIds, ...given });
    expect(reply.body).toEqual({
      data: userIds.map((userId) => ({
        userId,
        token: {
          ...{
            id: expect.any(String),
            ecosystemId,
            holder: 'user',
            userId,
            dialect: 'native',
            state: 'live',
          },
          ...given,
          ...{ expiresAt: '2026-11-22T12:10:00.000Z', createdAt: '2026-11-22T12:00:00.000Z', mintedBy },
          ...{ lastUsedAt: null, revokedAt: null, replacedBy: null },
        },
        secret: expect.stringMatching(/^tw_u_[A-Za-z0-9_-]{43}$/),
      })),
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const data: Reply['body'][] = reply.body.data;
    expect(new Set(data.map(({ secret }) => secret)).size).toBe(3);
    for (const { userId, token, secret } of data) {
      expect(await introspect(service, secret)).toMatchObject({ active: true, sub: userId, jti: token.id });
    }
  });

  it('201: an hour of FixedTtl when nothing else is said', async () => {
    const { status, body } = await mint({ userIds: [ada.id] });
    expect([status, body.data[0].token]).toEqual([
      201,
      expect.objectContaining({
        expiryType: 'FixedTtl',
        ttl: 3600,
        maxAge: null,
        permissions: null,
        name: null,
      }),
    ]);
  });

  it('201: the tokens of 10,000 are in the store, each with its line in the audit', async () => {
    const before = (await tokensOf(service, ada)).length;
    const { status, body } = await mint({ userIds: Array(10_000).fill(bob.id) });
    expect([status, body.data.length]).toEqual([201, 10_000]);
    expect(new Set(body.data.map(({ secret }: { secret: string }) => secret)).size).toBe(10_000);
    for (const index of [0, 250, 9999]) {
      const { token, secret } = body.data[index];
      expect(await introspect(service, secret)).toMatchObject({ active: true, sub: bob.id });
      const record = await service.native('GET', `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`, server);
      expect(record.body).toMatchObject({ ...token, lastUsedAt: expect.anything() });
    }
    expect(await tokensOf(service, ada)).toHaveLength(before);
  });

  it('201: others are answered while 10,000 are minted', async () => {
    const minted = mint({ userIds: Array(10_000).fill(bob.id) });
    let isDone = false;
    void minted.then(() => (isDone = true));
    let answered = 0;
    while (!isDone) {
      expect((await service.native('GET', '/v1/self', server)).status).toBe(200);
      answered += 1;
    }
    expect((await minted).status).toBe(201);
    expect(answered).toBeGreaterThan(5);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: { userIds: [ada.id] } })).status).toBe(401);
  });

  it('403: without tokens:mint, and for a permission that the minter lacks: nothing is minted', async () => {
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const keyWith = async (...permissions: string[]) =>
      (await service.native('POST', keys, server, { permissions })).body.secret as string;
    const [none, narrow] = [await keyWith('tokens:list'), await keyWith('tokens:mint')];
    const userIds = [ada.id];
    expectProblem(await storingNothing(service, () => mint({ userIds }, none)), path, lacks('tokens:mint'));
    const wider = () => mint({ userIds, permissions: ['users:read'] }, narrow);
    expectProblem(await storingNothing(service, wider), path, {
      status: 403,
      code: 'permission-denied',
      detail: 'You cannot grant users:read: you lack it',
    });
  });

  it('404: naming each unknown, deleted, deactivated or foreign user once, and nothing is minted', async () => {
    const foreign = await newUser(service, 'default');
    const [idle, gone] = [await newUser(service, ecosystemId), await newUser(service, ecosystemId)];
    const users = `/v1/ecosystems/${ecosystemId}/users`;
    await service.native('PATCH', `${users}/${idle.id}`, server, { active: false });
    await service.native('DELETE', `${users}/${gone.id}`, server);
    const userIds = [ada.id, 'nobody', bob.id, idle.id, gone.id, 'nobody', foreign.id, 'a b'];
    const ask = () => mint({ userIds });
    expectProblem(
      await storingNothing(service, ask),
      path,
      unknown([1, 'nobody'], [3, idle.id], [4, gone.id], [6, foreign.id], [7, 'a b']),
    );
  });

  it('404: for an externalId, which never stands for an id here', async () => {
    await newUser(service, ecosystemId, { externalId: 'ext-1' });
    expectProblem(await mint({ userIds: ['ext-1'] }), path, unknown([0, 'ext-1']));
  });

  it('404: when one of 10,000 is unknown, nothing is minted', async () => {
    const userIds = [...Array(9999).fill(ada.id), 'nobody'];
    const ask = () => mint({ userIds });
    expectProblem(await storingNothing(service, ask), path, unknown([9999, 'nobody']));
  });

  it('404: for an ecosystem of another tenant and one that never was', async () => {
    const other = await newTenant(service);
    expectProblem(await mint({ userIds: [ada.id] }, other.server), path, noEcosystem);
    const nobodys = '/v1/ecosystems/nobody/tokens/bulk';
    const reply = await service.native('POST', nobodys, service.account, { userIds: [ada.id] });
    expectProblem(reply, nobodys, noEcosystem);
  });

  const texts = 'each value in userIds must be a string';
  it.each([
    ['no body', undefined, ['isArray', 'userIds must be an array']],
    ['a text', { userIds: 'x' }, ['isArray', 'userIds must be an array']],
    ['nobody', { userIds: [] }, ['arrayMinSize', 'userIds must contain at least 1 elements']],
    [
      '10,001',
      { userIds: Array(10_001).fill('x') },
      ['arrayMaxSize', 'userIds must contain no more than 10000 elements'],
    ],
    ['a number among them', { userIds: ['x', 7] }, ['isString', texts]],
  ] as [string, object | undefined, [string, string]][])('422: for %s', async (_, json, [rule, text]) => {
    expectProblem(await storingNothing(service, () => mint(json)), path, invalid(['userIds', rule, text]));
  });

  it('422: for a ttl that contradicts Infinite', async () => {
    expectProblem(
      await mint({ userIds: [ada.id], expiryType: 'Infinite', ttl: 5 }),
      path,
      invalid(['ttl', 'without-infinite', 'ttl must not be given with Infinite']),
    );
  });
});
