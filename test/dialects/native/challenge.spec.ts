import { permissions } from '../../../src/common/permission.js';
import { filled, routesOf } from '../../access/routes.js';
import { newTenant, newToken, newUser, sharedService } from '../../support/service.js';

/** What RFC 6750 §3 asks for in `WWW-Authenticate`. */
describe('the challenge', () => {
  const service = sharedService();

  const challengeOf = async (authorization?: string, path = '/v1/ecosystems/default') => {
    const { status, headers } = await service.ask(path, { headers: authorization ? { authorization } : {} });
    return { status, challenge: headers.get('www-authenticate'), cache: headers.get('cache-control') };
  };

  it('401: has no error where no credentials came', async () => {
    expect(await challengeOf()).toEqual({
      status: 401,
      challenge: 'Bearer realm="tokenwright"',
      cache: 'no-store',
    });
  });

  it.each([
    ['unknown', async () => 'garbage'],
    [
      'expired',
      async () => {
        const user = await newUser(service, 'default');
        const { secret } = await newToken(service, 'default', user.id, { ttl: 1 });
        service.clock.advance(1000);
        return secret;
      },
    ],
    [
      'revoked',
      async () => {
        const { server } = await newTenant(service);
        await service.native('POST', '/v1/tokens/revoke', server, { token: server });
        return server;
      },
    ],
  ])('401: says invalid_token of one that is %s, and no more', async (_, secret) => {
    expect(await challengeOf(`Bearer ${await secret()}`)).toEqual({
      status: 401,
      challenge: 'Bearer realm="tokenwright", error="invalid_token"',
      cache: 'no-store',
    });
  });

  it.each(['bearer', 'BEARER', 'Bearer'])('200: the scheme may be written %s', async (scheme) => {
    expect((await challengeOf(`${scheme} ${service.account}`)).status).toBe(200);
  });

  it('401: a token in the query or in a form body is not taken', async () => {
    const inQuery = `/v1/ecosystems/default?access_token=${service.account}`;
    expect((await challengeOf(undefined, inQuery)).status).toBe(401);
    const reply = await service.ask('/v1/tokens/introspect', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: 'x', access_token: service.account }).toString(),
    });
    expect(reply.status).toBe(401);
  });

  it('403: names on every route the permission that it needs as scope', async () => {
    const routes = routesOf(service).filter(({ path }) => path.startsWith('/v1/'));
    const guarded = routes.filter(
      ({ access, path }) => typeof access.rule === 'object' && !path.startsWith('/v1/enterprise'),
    );
    expect(guarded.length).toBeGreaterThan(10);
    for (const { method, path, access } of guarded) {
      const { permission } = access.rule as { permission: string };
      const others = permissions.filter((one) => one !== permission);
      const given = { permissions: others };
      const { body } = await service.native('POST', '/v1/account-tokens', service.account, given);
      const reply = await service.native(
        method,
        filled(path),
        body.secret,
        method === 'GET' ? undefined : {},
      );
      expect({ route: `${method} ${path}`, challenge: reply.headers.get('www-authenticate') }).toEqual({
        route: `${method} ${path}`,
        challenge: `Bearer realm="tokenwright", error="insufficient_scope", scope="${permission}"`,
      });
      expect(reply.status).toBe(403);
    }
  });

  it('403: says insufficient_scope, without a scope, where no permission would help', async () => {
    const { server } = await newTenant(service);
    const reply = await service.native('POST', '/v1/account-tokens', server, {});
    expect(reply.body.code).toBe('wrong-holder');
    expect(reply.headers.get('www-authenticate')).toBe(
      'Bearer realm="tokenwright", error="insufficient_scope"',
    );
  });
});
