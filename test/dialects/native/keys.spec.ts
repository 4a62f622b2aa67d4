import { introspect, newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { expectProblem, invalid, lacks, noEcosystem } from './problem.js';

const service = sharedService();
let mintedBy: string;

beforeAll(async () => {
  mintedBy = (await service.native('GET', '/v1/self', service.account)).body.tokenId;
});

/** An hour of FixedTtl without a name, as it is minted from an empty body. */
const plain = () => ({
  id: expect.any(String),
  userId: null,
  name: null,
  dialect: 'native',
  state: 'live',
  expiryType: 'FixedTtl',
  ttl: 3600,
  maxAge: null,
  permissions: null,
  expiresAt: '2026-11-22T13:00:00.000Z',
  createdAt: '2026-11-22T12:00:00.000Z',
  mintedBy,
  lastUsedAt: null,
  revokedAt: null,
  replacedBy: null,
});

describe('POST /v1/ecosystems/:ecosystemId/server-tokens', () => {
  const path = '/v1/ecosystems/default/server-tokens';
  const mint = (json: unknown, secret = service.account) => service.native('POST', path, secret, json);

  it('201: from an empty body', async () => {
    const { status, body } = await mint({});
    expect(body).toEqual({
      token: { ...plain(), ecosystemId: 'default', holder: 'server' },
      secret: expect.stringMatching(/^tw_s_[A-Za-z0-9_-]{43}$/),
    });
    expect(status).toBe(201);
  });

  it('201: with all that can be given', async () => {
    const given = { name: 'Shop', permissions: ['tokens:mint', 'tokens:introspect'] };
    const { status, body } = await mint({ ...given, expiryType: 'Infinite', maxAge: 60 });
    expect(body.token).toEqual({
      ...plain(),
      ...given,
      ecosystemId: 'default',
      holder: 'server',
      expiryType: 'Infinite',
      ttl: null,
      maxAge: 60,
      expiresAt: '2026-11-22T12:01:00.000Z',
    });
    expect(status).toBe(201);
  });

  it('201: with an empty list of permissions it may do nothing', async () => {
    const { body } = await mint({ permissions: [] });
    expect(body.token.permissions).toEqual([]);
    const users = '/v1/ecosystems/default/users';
    expectProblem(await service.native('POST', users, body.secret, {}), users, lacks('users:create'));
  });

  it('201: a server mints a further one of its own ecosystem', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const own = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const { status, body } = await service.native('POST', own, server, {});
    expect({ status, ecosystemId: body.token.ecosystemId }).toEqual({ status: 201, ecosystemId });
    const [minter] = [(await service.native('GET', '/v1/self', server)).body.tokenId];
    expect(body.token.mintedBy).toBe(minter);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: {} })).status).toBe(401);
  });

  it('403: for a key without keys:mint, and for a plain user', async () => {
    const weak = (await mint({ permissions: ['tokens:mint'] })).body.secret;
    expectProblem(await mint({}, weak), path, lacks('keys:mint'));
    const user = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', user.id);
    expectProblem(await mint({}, secret), path, lacks('keys:mint'));
  });

  it('404: for an ecosystem of another tenant and one that never was', async () => {
    const { server } = await newTenant(service);
    expectProblem(await mint({}, server), path, noEcosystem);
    const nobodys = '/v1/ecosystems/nobody/server-tokens';
    expectProblem(await service.native('POST', nobodys, service.account, {}), nobodys, noEcosystem);
  });

  it('422: naming every fault at once', async () => {
    expectProblem(
      await mint({ ttl: -5, name: 7, userId: 'x' }),
      path,
      invalid(
        ['userId', 'unknown-field', 'is not a known field'],
        ['ttl', 'min', 'ttl must not be less than 1'],
        ['name', 'isString', 'name must be a string'],
      ),
    );
  });

  it.each(['ecosystems:create', 'ecosystems:delete'])(
    '422: for %s, which no server can have',
    async (wanted) => {
      expectProblem(
        await mint({ permissions: [wanted] }),
        path,
        invalid(['permissions', 'grantable', `${wanted} cannot be granted inside one ecosystem`]),
      );
    },
  );
});

describe('POST /v1/account-tokens', () => {
  const path = '/v1/account-tokens';
  const mint = (json: unknown, secret = service.account) => service.native('POST', path, secret, json);

  it('201: sees every ecosystem', async () => {
    const { status, body } = await mint({ name: 'Operator' });
    expect(body).toEqual({
      token: { ...plain(), name: 'Operator', ecosystemId: null, holder: 'account' },
      secret: expect.stringMatching(/^tw_a_[A-Za-z0-9_-]{43}$/),
    });
    expect(status).toBe(201);
    const { ecosystemId } = await newTenant(service);
    expect((await service.native('GET', `/v1/ecosystems/${ecosystemId}`, body.secret)).status).toBe(200);
  });

  it('201: dies with its lifetime', async () => {
    const { secret } = (await mint({ ttl: 60 })).body;
    expect(await introspect(service, secret)).toMatchObject({ active: true, holder: 'account' });
    service.clock.advance(60_000);
    expect((await service.native('GET', '/v1/self', secret)).status).toBe(401);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: {} })).status).toBe(401);
  });

  it('403: for a server token, though it may mint keys', async () => {
    const { server } = await newTenant(service);
    const wrongHolder = { status: 403, code: 'wrong-holder', detail: 'This needs a token of: account' };
    expectProblem(await mint({}, server), path, wrongHolder);
  });

  it('403: for an account token that speaks within one ecosystem', async () => {
    const headers = { authorization: `Bearer default:${service.account}` };
    expectProblem(await service.ask(path, { method: 'POST', headers, json: {} }), path, {
      status: 403,
      code: 'wrong-holder',
      detail: 'Only an account token may do this',
    });
  });

  it('403: for an account token without keys:mint', async () => {
    const weak = (await mint({ permissions: ['ecosystems:read'] })).body.secret;
    expectProblem(await mint({}, weak), path, lacks('keys:mint'));
  });

  it('422: naming every fault at once', async () => {
    expectProblem(
      await mint({ expiryType: 'Never', maxAge: 1.5 }),
      path,
      invalid(
        [
          'expiryType',
          'isIn',
          'expiryType must be one of the following values: Infinite, FixedTtl, SlidingTtl',
        ],
        ['maxAge', 'isInt', 'maxAge must be an integer number'],
      ),
    );
  });
});
