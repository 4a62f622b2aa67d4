import { newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { newKey } from '../../support/vendors.js';
import { expectProblem, invalid, notAuthenticated } from './problem.js';

describe('GET /v1/verify', () => {
  const service = sharedService();
  let ecosystemId: string;
  let server: string;
  let userId: string;
  let secret: string;
  let tokenId: string;
  let path: string;

  beforeAll(async () => {
    ({ ecosystemId, server } = await newTenant(service));
    const roles = `/v1/ecosystems/${ecosystemId}/roles`;
    await service.native('PUT', `${roles}/support`, server, { permissions: ['users:read', 'tokens:list'] });
    userId = (await newUser(service, ecosystemId, { roles: ['support'] })).id;
    const minted = await newToken(service, ecosystemId, userId, { expiryType: 'SlidingTtl', ttl: 60 });
    ({ secret } = minted);
    tokenId = minted.token.id;
    path = `/v1/verify?ecosystem=${ecosystemId}`;
  });

  const verify = (headers: Record<string, string>, at = path) => service.ask(at, { headers });
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

  it('200: whose token it is and what it may do, in headers, without a body', async () => {
    const { status, headers, text } = await verify(bearer(secret));
    expect([status, text]).toEqual([200, '']);
    expect(Object.fromEntries(headers)).toMatchObject({
      ...{ 'x-user-id': userId, 'x-ecosystem-id': ecosystemId, 'x-token-id': tokenId },
      ...{ 'x-token-holder': 'user', 'x-permissions': 'users:read tokens:list', 'cache-control': 'no-store' },
    });
    expect(headers.has('set-cookie')).toBe(false);
  });

  it.each<[string, (text: string) => Record<string, string>, string?]>([
    ['Authorization', bearer],
    ['X-Auth-Token', (text) => ({ 'x-auth-token': text })],
    [
      'X-Auth-Token beside credentials of the service itself',
      (text) => ({
        ...{ 'x-auth-token': text, authorization: 'Basic dXNlcjpwYXNz' },
      }),
    ],
    ['a named cookie', (text) => ({ cookie: `a=b; session=${text}; c=d` }), '&cookie=session'],
    [
      'a quoted, encoded cookie',
      (text) => ({ cookie: `session="${encodeURIComponent(text)}"` }),
      '&cookie=session',
    ],
  ])('takes the token from %s', async (_, headersOf, query = '') => {
    expect((await verify(headersOf(secret), `${path}${query}`)).status).toBe(200);
    expect((await verify(headersOf('nonsense'), `${path}${query}`)).status).toBe(401);
  });

  it('takes no cookie that was not named', async () => {
    expect((await verify({ cookie: `session=${secret}` })).status).toBe(401);
    expect((await verify({ cookie: `session=${secret}` }, `${path}&cookie=other`)).status).toBe(401);
  });

  it('a use of a sliding token each time', async () => {
    for (let time = 0; time < 5; time += 1) {
      service.clock.advance(59_000);
      expect((await verify(bearer(secret))).status).toBe(200);
    }
    const other = await newToken(service, ecosystemId, userId, { expiryType: 'SlidingTtl', ttl: 60 });
    service.clock.advance(63_001);
    expect((await verify(bearer(other.secret))).status).toBe(401);
    ({ secret } = await newToken(service, ecosystemId, userId, { expiryType: 'SlidingTtl', ttl: 60 }));
  });

  it('401 with a challenge for no token, and for one that is not live', async () => {
    const none = await verify({});
    expectProblem(none, '/v1/verify', {
      ...notAuthenticated,
      detail: 'This needs a token in the header Authorization: Bearer SECRET or X-Auth-Token',
    });
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="tokenwright"');
    const { secret: dead, token } = await newToken(service, ecosystemId, userId);
    expect((await verify(bearer(dead))).status).toBe(200);
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`, server);
    const reply = await verify(bearer(dead));
    expectProblem(reply, '/v1/verify', notAuthenticated);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="tokenwright", error="invalid_token"');
  });

  it('a token of another ecosystem is none; an account token is one everywhere', async () => {
    const other = await newTenant(service);
    expectProblem(await verify(bearer(other.server)), '/v1/verify', notAuthenticated);
    const { status, headers } = await verify(bearer(service.account));
    expect([status, headers.get('x-token-holder'), headers.has('x-user-id')]).toEqual([
      200,
      'account',
      false,
    ]);
  });

  it('403 with a challenge that names the permission that is lacking', async () => {
    expect(
      (await verify(bearer(secret), `${path}&permission=users:read&permission=tokens:list`)).status,
    ).toBe(200);
    const reply = await verify(bearer(secret), `${path}&permission=users:read&permission=users:delete`);
    expectProblem(reply, '/v1/verify', {
      ...{ status: 403, code: 'permission-denied', detail: 'This needs the permission users:delete' },
    });
    expect(reply.headers.get('www-authenticate')).toBe(
      'Bearer realm="tokenwright", error="insufficient_scope", scope="users:delete"',
    );
  });

  it('403 for another holder than is demanded', async () => {
    expect((await verify(bearer(secret), `${path}&holder=user`)).status).toBe(200);
    expectProblem(await verify(bearer(server), `${path}&holder=user`), '/v1/verify', {
      ...{ status: 403, code: 'wrong-holder', detail: 'A token of a server is not accepted here' },
    });
    expect((await verify(bearer(server), `${path}&holder=user&holder=server`)).status).toBe(200);
  });

  it('422 for demands that cannot be read: a misspelt one lets nobody through', async () => {
    const inQuery = (...faults: Parameters<typeof invalid>) => {
      const expected = invalid(...faults);
      return { ...expected, errors: expected.errors!.map((fault) => ({ ...fault, in: 'query' as const })) };
    };
    const unnamed = await verify(bearer(secret), '/v1/verify');
    expectProblem(
      unnamed,
      '/v1/verify',
      inQuery([
        'ecosystem',
        'matches',
        'ecosystem is missing: it names the ecosystem whose tokens are accepted',
      ]),
    );
    const misspelt = await verify(bearer(secret), `${path}&permision=users:read`);
    expectProblem(misspelt, '/v1/verify', inQuery(['permision', 'unknown-field', 'is not a known field']));
    expect((await verify(bearer(secret), `${path}&permission=fly`)).status).toBe(422);
  });

  it('an id that is no visible ASCII is percent-encoded in the headers', async () => {
    const { id } = await newUser(service, ecosystemId, {}).then(
      async () =>
        (
          await service.native('POST', `/v1/ecosystems/${ecosystemId}/users`, service.account, {
            id: `ü%${ecosystemId}`,
          })
        ).body,
    );
    const { secret: theirs } = await newToken(service, ecosystemId, encodeURIComponent(id));
    const { status, headers } = await verify(bearer(theirs));
    expect([status, headers.get('x-user-id')]).toEqual([200, `%C3%BC%25${ecosystemId}`]);
  });

  describe("below it, for Envoy's ext_authz", () => {
    const ask = (headers: Record<string, string>, method = 'POST') =>
      fetch(`${service.base}/v1/verify/some/path?ecosystem=x&permission=fly`, { method, headers });

    it('any method and path; what is demanded stands in headers that Envoy sets', async () => {
      const demands = { 'x-verify-ecosystem': ecosystemId, 'x-verify-permission': 'users:read, tokens:list' };
      for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
        const { status, headers } = await ask({ ...bearer(secret), ...demands }, method);
        expect([method, status, headers.get('x-user-id')]).toEqual([method, 200, userId]);
      }
      const key = await newKey(service, ecosystemId, { permissions: ['users:read'] });
      expect((await ask({ ...bearer(key), ...demands })).status).toBe(403);
      expect((await ask(demands)).status).toBe(401);
    });

    it('without a demanded ecosystem nobody passes', async () => {
      expect((await ask(bearer(secret))).status).toBe(422);
    });
  });
});
