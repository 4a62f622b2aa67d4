import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  sharedService,
} from '../../support/service.js';
import { storingNothing } from '../../support/vendors.js';
import { expectProblem, invalid, lacks, noEcosystem, noToken } from './problem.js';

const conflict = (detail: string) => ({ status: 409, code: 'conflict', detail });
const replacedAlready = conflict('The token has been replaced already');

const service = sharedService();
let ecosystemId: string;
let operator: string;

beforeAll(async () => {
  ({ ecosystemId } = await newTenant(service));
  operator = (await service.native('GET', '/v1/self', service.account)).body.tokenId;
});

const account = (method: string, path: string, json?: unknown) =>
  service.native(method, path, service.account, json);
/** So many ms from now on, as the API says it. */
const iso = (ms = 0) => new Date(service.clock.now() + ms).toISOString();
const isLive = async (secret: string) => (await introspect(service, secret)).active as boolean;

const kinds = [
  { holder: 'server', keys: () => `/v1/ecosystems/${ecosystemId}/server-tokens` },
  { holder: 'account', keys: () => '/v1/account-tokens' },
];

describe.each(kinds)('POST …/:tokenId/rotate of a token of the holder $holder', ({ holder, keys }) => {
  const mint = async (given: object = {}): Promise<{ token: Reply['body']; secret: string }> =>
    (await account('POST', keys(), given)).body;
  const pathOf = ({ token }: { token: { id: string } }) => `${keys()}/${token.id}/rotate`;

  it('201: a new key like the old one, which lives for the overlap', async () => {
    const given = { name: 'Shop', permissions: ['tokens:mint'], expiryType: 'Infinite', maxAge: 86_400 };
    const old = await mint(given);
    service.clock.advance(5000);
    const reply = await account('POST', pathOf(old), { overlap: 60 });
    const like = {
      ...{ ecosystemId: holder === 'server' ? ecosystemId : null, holder, userId: null, dialect: 'native' },
      ...given,
      ...{ state: 'live', ttl: null, mintedBy: operator, lastUsedAt: null, revokedAt: null },
    };
    const id = reply.body.token.id;
    expect(reply.body).toEqual({
      token: {
        ...{ id: expect.any(String), ...like, replacedBy: null },
        ...{ createdAt: iso(), expiresAt: iso(86_400_000) },
      },
      secret: expect.stringMatching(holder === 'server' ? /^tw_s_/ : /^tw_a_/),
      replaced: {
        ...{ id: old.token.id, ...like, replacedBy: id, maxAge: 65 },
        ...{ createdAt: iso(-5000), expiresAt: iso(60_000) },
      },
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await introspect(service, reply.body.secret)).toMatchObject({
      active: true,
      jti: id,
      scope: 'tokens:mint',
    });
  });

  it.each([
    ['Infinite', {}],
    ['FixedTtl', { ttl: 86_400 }],
    ['SlidingTtl', { ttl: 1200 }],
    ['SlidingTtl', { ttl: 86_400, maxAge: 172_800 }],
  ])(
    '201: both live until the overlap ends, to the millisecond, then the new one alone: %s',
    async (expiryType, rest) => {
      const old = await mint({ expiryType, ...rest });
      expect(await isLive(old.secret)).toBe(true);
      const { body } = await account('POST', pathOf(old), {});
      for (let passed = 0; passed < 3_600_000 - 600_000; passed += 600_000) {
        service.clock.advance(600_000);
        expect([await isLive(old.secret), await isLive(body.secret)]).toEqual([true, true]);
      }
      service.clock.advance(599_999);
      expect([await isLive(old.secret), await isLive(body.secret)]).toEqual([true, true]);
      service.clock.advance(1);
      expect([await isLive(old.secret), await isLive(body.secret)]).toEqual([false, true]);
    },
  );

  it('201: an end that comes sooner than the overlap stays', async () => {
    const old = await mint({ ttl: 60 });
    const { body } = await account('POST', pathOf(old), { overlap: 3600 });
    expect(body.replaced).toMatchObject({ expiresAt: iso(60_000), ttl: 60 });
    service.clock.advance(60_000);
    expect(await isLive(old.secret)).toBe(false);
  });

  it('201: with an overlap of 0 the old one is revoked at once', async () => {
    const old = await mint();
    expect(await isLive(old.secret)).toBe(true);
    const { status, body } = await account('POST', pathOf(old), { overlap: 0 });
    expect([status, body.replaced.state, body.replaced.revokedAt]).toEqual([201, 'revoked', iso()]);
    expect([await isLive(old.secret), await isLive(body.secret)]).toEqual([false, true]);
  });

  it('201: a key rotates itself, and the record tells when the old one was used last', async () => {
    const old = await mint({ permissions: ['keys:mint', 'tokens:list'] });
    service.clock.advance(7000);
    const { status, body } = await service.native('POST', pathOf(old), old.secret, {});
    expect([status, body.token.permissions, body.token.mintedBy]).toEqual([
      201,
      ['keys:mint', 'tokens:list'],
      old.token.id,
    ]);
    expect(body.replaced.replacedBy).toBe(body.token.id);
    service.clock.advance(120_000);
    expect(await isLive(old.secret)).toBe(true);
    const again = await account('POST', pathOf({ token: body.token }), {});
    expect(again.status).toBe(201);
  });

  it('401: without a token', async () => {
    const old = await mint();
    expect((await service.ask(pathOf(old), { method: 'POST', json: {} })).status).toBe(401);
  });

  it('403: without keys:mint, and by one who has less than the key: nothing changes', async () => {
    const [old, narrow] = [await mint({ permissions: ['users:read', 'keys:mint'] }), await mint()];
    const weak = await mint({ permissions: ['users:read', 'keys:mint'] });
    const none = await mint({ permissions: ['users:read'] });
    const path = pathOf(narrow);
    const by = (asker: { secret: string }) => () => service.native('POST', path, asker.secret, {});
    for (const asker of [weak, none, old]) expect(await isLive(asker.secret)).toBe(true);
    expectProblem(await storingNothing(service, by(none)), path, lacks('keys:mint'));
    const refused = await storingNothing(service, by(weak));
    expect([refused.status, refused.body.code]).toEqual([403, 'permission-denied']);
    expect(refused.body.detail).toMatch(/^You cannot grant [a-z]+:[a-z]+: you lack it$/);
    expect((await service.native('POST', pathOf(old), weak.secret, {})).status).toBe(201);
  });

  it('404: for a token of a user, one that never was, and what is no id', async () => {
    const user = await newUser(service, ecosystemId);
    const { token } = await newToken(service, ecosystemId, user.id);
    for (const id of [token.id, '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11', 'x']) {
      const path = pathOf({ token: { id } });
      expectProblem(await storingNothing(service, () => account('POST', path, {})), path, noToken);
    }
  });

  it('409: when it has been replaced, by this rotation or with overlap 0', async () => {
    for (const overlap of [60, 0]) {
      const old = await mint();
      await account('POST', pathOf(old), { overlap });
      const path = pathOf(old);
      expectProblem(await storingNothing(service, () => account('POST', path, {})), path, replacedAlready);
    }
  });

  it('409: when it is revoked or has expired', async () => {
    const [revoked, expired] = [await mint(), await mint({ ttl: 60 })];
    await account('POST', '/v1/tokens/revoke', { token: revoked.secret });
    expectProblem(
      await account('POST', pathOf(revoked), {}),
      pathOf(revoked),
      conflict('The token is revoked'),
    );
    service.clock.advance(60_000);
    expectProblem(
      await account('POST', pathOf(expired), {}),
      pathOf(expired),
      conflict('The token has expired'),
    );
  });

  it.each([
    [-1, 'min', 'overlap must not be less than 0'],
    [2_592_001, 'max', 'overlap must not be greater than 2592000'],
    [1.5, 'isInt', 'overlap must be an integer number'],
  ])('422: for an overlap of %s', async (overlap, rule, text) => {
    const old = await mint();
    const path = pathOf(old);
    const ask = () => account('POST', path, { overlap });
    expectProblem(await storingNothing(service, ask), path, invalid(['overlap', rule, text]));
  });
});

describe('rotation and tenants', () => {
  it('403: an account token is not rotated by a server, nor by an account that speaks within one ecosystem', async () => {
    const { server } = await newTenant(service);
    const { token } = (await account('POST', '/v1/account-tokens', {})).body;
    const path = `/v1/account-tokens/${token.id}/rotate`;
    const wrongHolder = { status: 403, code: 'wrong-holder' };
    const byServer = await storingNothing(service, () => service.native('POST', path, server, {}));
    expectProblem(byServer, path, { ...wrongHolder, detail: 'This needs a token of: account' });
    const headers = { authorization: `Bearer default:${service.account}` };
    const within = await storingNothing(service, () =>
      service.ask(path, { method: 'POST', headers, json: {} }),
    );
    expectProblem(within, path, { ...wrongHolder, detail: 'Only an account token may do this' });
  });

  it('404: a server token is not rotated by another tenant, nor by the way of another ecosystem', async () => {
    const [one, other] = [await newTenant(service), await newTenant(service)];
    const { tokenId } = (await service.native('GET', '/v1/self', one.server)).body;
    const path = `/v1/ecosystems/${one.ecosystemId}/server-tokens/${tokenId}/rotate`;
    expectProblem(await service.native('POST', path, other.server, {}), path, noEcosystem);
    const astray = `/v1/ecosystems/${other.ecosystemId}/server-tokens/${tokenId}/rotate`;
    for (const asker of [other.server, service.account]) {
      expectProblem(await service.native('POST', astray, asker, {}), astray, noToken);
    }
    const crossed = `/v1/account-tokens/${tokenId}/rotate`;
    expectProblem(await account('POST', crossed, {}), crossed, noToken);
    expect(await isLive(one.server)).toBe(true);
  });
});
