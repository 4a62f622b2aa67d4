import { newTenant, newToken, newUser, type Service, startService } from '../../support/service.js';
import { expectProblem, invalid, lacks } from './problem.js';

const path = '/v1/tokens/introspect/bulk';

describe('POST /v1/tokens/introspect/bulk', () => {
  let service: Service;
  let user: { id: string };

  beforeEach(async () => {
    service = await startService();
    user = await newUser(service, 'default', { roles: ['admin'] });
  });
  afterEach(() => service.close());

  const ask = (tokens: unknown, secret = service.account) => service.native('POST', path, secret, { tokens });
  const one = async (token: string, secret = service.account) =>
    (await service.native('POST', '/v1/tokens/introspect', secret, { token })).body;

  it('200: says of each what introspection says of one, in this order, of duplicates too', async () => {
    const narrow = await newToken(service, 'default', user.id, { permissions: ['tokens:mint'] });
    const revoked = await newToken(service, 'default', user.id);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: revoked.secret });
    const tokens = [narrow.secret, 'garbage', revoked.secret, service.account, narrow.secret, '', 'a\0'];
    const reply = await ask(tokens);
    const startedAt = Date.UTC(2026, 10, 22, 12) / 1000;
    const ofNarrow = {
      ...{ active: true, sub: user.id, exp: startedAt + 3600, iat: startedAt, scope: 'tokens:mint' },
      ...{ token_type: 'Bearer', jti: narrow.token.id, ecosystem_id: 'default', holder: 'user' },
      expiry_type: 'FixedTtl',
    };
    const dead = { active: false };
    expect(reply.body).toEqual({
      data: [ofNarrow, dead, dead, await one(service.account), ofNarrow, dead, dead],
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('200: of 1,000 at once, live and dead', async () => {
    const users = Array(500).fill(user.id);
    const minted = await service.native('POST', '/v1/ecosystems/default/tokens/bulk', service.account, {
      userIds: users,
    });
    const secrets: string[] = minted.body.data.map(({ secret }: { secret: string }) => secret);
    const tokens = secrets.flatMap((secret) => [secret, `${secret}x`]);
    const { status, body } = await ask(tokens);
    const said: { active: boolean; jti?: string }[] = body.data;
    expect([status, said.map(({ active }) => active)]).toEqual([
      200,
      tokens.map((_, index) => index % 2 === 0),
    ]);
    const ids: string[] = minted.body.data.map(({ token }: { token: { id: string } }) => token.id);
    expect(said.flatMap(({ jti }) => jti ?? [])).toEqual(ids);
  });

  it('200: counts as a use of each: sliding tokens slide', async () => {
    const { secret } = await newToken(service, 'default', user.id, { expiryType: 'SlidingTtl', ttl: 600 });
    for (let time = 0; time < 3; time += 1) {
      service.clock.advance(599_000);
      expect((await ask([secret])).body.data).toMatchObject([{ active: true }]);
    }
    service.clock.advance(600_000);
    expect((await ask([secret])).body).toEqual({ data: [{ active: false }] });
  });

  it('200: a server token is told of its own ecosystem only', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const own = await newUser(service, ecosystemId);
    const mine = await newToken(service, ecosystemId, own.id);
    const theirs = await newToken(service, 'default', user.id);
    const { body } = await ask([theirs.secret, mine.secret, service.account], server);
    expect(body).toEqual({ data: [{ active: false }, await one(mine.secret, server), { active: false }] });
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: { tokens: ['x'] } })).status).toBe(401);
  });

  it('403: without tokens:introspect', async () => {
    const plain = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', plain.id);
    expectProblem(await ask([secret], secret), path, lacks('tokens:introspect'));
  });

  it('415: for a form', async () => {
    const headers = {
      authorization: `Bearer ${service.account}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const reply = await service.ask(path, { method: 'POST', headers, body: 'tokens=x' });
    expectProblem(reply, path, {
      status: 415,
      code: 'unsupported-media-type',
      detail: 'The body must be application/json',
    });
  });

  it.each([
    ['nothing', undefined, 'isArray', 'tokens must be an array'],
    ['none', [], 'arrayMinSize', 'tokens must contain at least 1 elements'],
    ['1,001', Array(1001).fill('x'), 'arrayMaxSize', 'tokens must contain no more than 1000 elements'],
    ['a number', ['x', 7], 'isString', 'each value in tokens must be a string'],
  ])('422: for %s', async (_, tokens, rule, text) => {
    expectProblem(await ask(tokens), path, invalid(['tokens', rule, text]));
  });
});
