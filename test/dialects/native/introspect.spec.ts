import {
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { asOAuth, expectProblem, invalid, lacks } from './problem.js';

const path = '/v1/tokens/introspect';
const startedAt = Date.UTC(2026, 10, 22, 12) / 1000;

describe('POST /v1/tokens/introspect', () => {
  let service: Service;
  let user: { id: string };

  beforeEach(async () => {
    service = await startService();
    user = await newUser(service, 'default', { roles: ['admin'] });
  });
  afterEach(() => service.close());

  /** Asks in JSON and as a form (RFC 7662 §2.1); both must answer the same. */
  async function ask(token: string, secret = service.account): Promise<Reply> {
    const authorization = `Bearer ${secret}`;
    const json = await service.ask(path, { method: 'POST', headers: { authorization }, json: { token } });
    const form = await service.ask(path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
    });
    expect({ status: form.status, body: form.body }).toEqual({ status: json.status, body: json.body });
    expect(form.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(form.headers.get('cache-control')).toBe('no-store');
    return json;
  }

  it('200: a live token of a user, narrowed', async () => {
    const { token, secret } = await newToken(service, 'default', user.id, {
      permissions: ['tokens:mint', 'users:read'],
    });
    const { status, body } = await ask(secret);
    expect(body).toEqual({
      active: true,
      sub: user.id,
      exp: startedAt + 3600,
      iat: startedAt,
      scope: 'tokens:mint users:read',
      token_type: 'Bearer',
      jti: token.id,
      ecosystem_id: 'default',
      holder: 'user',
      expiry_type: 'FixedTtl',
    });
    expect(status).toBe(200);
  });

  it('200: the scope is what the roles leave of it, and absent when that is nothing', async () => {
    const plain = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', plain.id, { permissions: ['tokens:mint'] });
    const { body } = await ask(secret);
    expect(body).toMatchObject({ active: true });
    expect(body).not.toHaveProperty('scope');
  });

  it('200: a server token that never ends has no exp', async () => {
    const server = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
      expiryType: 'Infinite',
      permissions: ['tokens:introspect'],
    });
    expect((await ask(server.body.secret)).body).toEqual({
      active: true,
      sub: server.body.token.id,
      iat: startedAt,
      scope: 'tokens:introspect',
      token_type: 'Bearer',
      jti: server.body.token.id,
      ecosystem_id: 'default',
      holder: 'server',
      expiry_type: 'Infinite',
    });
  });

  it('200: an account token has no ecosystem', async () => {
    const { tokenId, permissions } = (await service.native('GET', '/v1/self', service.account)).body;
    expect((await ask(service.account)).body).toEqual({
      active: true,
      sub: tokenId,
      iat: startedAt,
      scope: permissions.join(' '),
      token_type: 'Bearer',
      jti: tokenId,
      holder: 'account',
      expiry_type: 'Infinite',
    });
  });

  it('200: a sliding token slides when it is asked about', async () => {
    const { secret } = await newToken(service, 'default', user.id, { expiryType: 'SlidingTtl', ttl: 600 });
    service.clock.advance(400_000);
    expect((await ask(secret)).body).toMatchObject({ active: true, exp: startedAt + 1000 });
    service.clock.advance(599_999);
    expect((await ask(secret)).body).toMatchObject({ active: true });
    service.clock.advance(600_000);
    expect((await ask(secret)).body).toEqual({ active: false });
  });

  const dead: Record<string, () => Promise<string>> = {
    'an expired token': async () => {
      const { secret } = await newToken(service, 'default', user.id, { ttl: 60 });
      service.clock.advance(60_000);
      return secret;
    },
    'a token of an expired maxAge': async () => {
      const { secret } = await newToken(service, 'default', user.id, { expiryType: 'Infinite', maxAge: 60 });
      service.clock.advance(60_000);
      return secret;
    },
    'a revoked token': async () => {
      const { token, secret } = await newToken(service, 'default', user.id);
      await service.native('DELETE', `/v1/ecosystems/default/tokens/${token.id}`, service.account);
      return secret;
    },
    'a token of a deactivated user': async () => {
      const { secret } = await newToken(service, 'default', user.id);
      const path = `/v1/ecosystems/default/users/${user.id}`;
      await service.native('PATCH', path, service.account, { active: false });
      return secret;
    },
    'a token of a deleted user': async () => {
      const { secret } = await newToken(service, 'default', user.id);
      await service.native('DELETE', `/v1/ecosystems/default/users/${user.id}`, service.account);
      return secret;
    },
    'a token of a deleted ecosystem': async () => {
      const { ecosystemId, server } = await newTenant(service);
      await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
      return server;
    },
    'a token with one letter changed': async () => {
      const { secret } = await newToken(service, 'default', user.id);
      return secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
    },
    garbage: async () => 'x',
    'garbage of 100,000 characters': async () => 'x'.repeat(100_000),
    'the id of a token': async () => (await newToken(service, 'default', user.id)).token.id,
  };

  it.each(Object.keys(dead))('200: of %s it says active false, and nothing else', async (which) => {
    const secret = await dead[which]!();
    const { status, body } = await ask(secret);
    expect(body).toEqual({ active: false });
    expect(status).toBe(200);
  });

  it('200: a server token is told of its own ecosystem only', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const own = await newUser(service, ecosystemId);
    const [mine, theirs] = [
      await newToken(service, ecosystemId, own.id),
      await newToken(service, 'default', user.id),
    ];
    expect((await ask(mine.secret, server)).body).toMatchObject({ active: true, sub: own.id });
    expect((await ask(theirs.secret, server)).body).toEqual({ active: false });
    expect((await ask(service.account, server)).body).toEqual({ active: false });
  });

  it('200: an account token that names an ecosystem is told of that one only', async () => {
    const { secret } = await newToken(service, 'default', user.id);
    const { ecosystemId } = await newTenant(service);
    expect((await ask(secret, `default:${service.account}`)).body).toMatchObject({ active: true });
    expect((await ask(secret, `${ecosystemId}:${service.account}`)).body).toEqual({ active: false });
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: { token: 'x' } })).status).toBe(401);
  });

  it('403: without tokens:introspect, also about one’s own token', async () => {
    const plain = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', plain.id);
    const reply = await service.native('POST', path, secret, { token: secret });
    expectProblem(reply, path, lacks('tokens:introspect'));
  });

  it.each([
    ['no body', undefined],
    ['no token', {}],
  ])('400: for %s', async (_, json) => {
    const reply = await service.native('POST', path, service.account, json);
    expectProblem(reply, path, asOAuth(invalid(['token', 'isString', 'token must be a string'])));
  });

  it('400: for an empty token, a number, NUL, and a token that a form names twice', async () => {
    const empty = await service.native('POST', path, service.account, { token: '' });
    expectProblem(empty, path, asOAuth(invalid(['token', 'isNotEmpty', 'token should not be empty'])));
    const number = await service.native('POST', path, service.account, { token: 7 });
    expectProblem(number, path, asOAuth(invalid(['token', 'isString', 'token must be a string'])));
    const nul = await service.native('POST', path, service.account, { token: 'a\0' });
    expectProblem(nul, path, asOAuth(invalid(['token', 'no-nul', 'must not hold the character U+0000'])));
    const headers = {
      authorization: `Bearer ${service.account}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const twice = await service.ask(path, { method: 'POST', headers, body: 'token=a&token=b' });
    expect({ status: twice.status, body: twice.body }).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: 'token must be a string' },
    });
  });
});
