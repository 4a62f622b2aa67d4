import { newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { expectProblem, notAuthenticated } from './problem.js';

const path = '/v1/self';

/** All permissions, in the order of the closed list (docs/wire.md#core-rules). */
const all = [
  ...['ecosystems:create', 'ecosystems:read', 'ecosystems:update', 'ecosystems:delete'],
  ...['users:create', 'users:read', 'users:update', 'users:delete'],
  ...['tokens:mint', 'tokens:import', 'tokens:list', 'tokens:revoke', 'tokens:introspect'],
  ...['tokens:explain', 'keys:mint'],
  ...['roles:read', 'roles:write', 'audit:read', 'metrics:read', 'self:manage'],
];
const beyond = ['ecosystems:create', 'ecosystems:delete', 'metrics:read'];
const insideAnEcosystem = all.filter((one) => !beyond.includes(one));

describe('GET /v1/self', () => {
  const service = sharedService();
  const self = (secret: string) => service.native('GET', path, secret);

  it('200: for an account token, which may do everything', async () => {
    const { status, body } = await self(service.account);
    expect(body).toEqual({
      holder: 'account',
      tokenId: expect.any(String),
      ecosystemId: null,
      user: null,
      permissions: all,
    });
    expect(status).toBe(200);
  });

  it('200: for a server token, which may do everything inside its ecosystem but delete it', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const { status, body } = await self(server);
    expect(body).toEqual({
      holder: 'server',
      tokenId: expect.any(String),
      ecosystemId,
      user: null,
      permissions: insideAnEcosystem,
    });
    expect(status).toBe(200);
  });

  it('200: for a user, with the user and what roles and token leave', async () => {
    const user = await newUser(service, 'default', { username: 'ada', roles: ['admin', 'user'] });
    const plain = await newUser(service, 'default');
    const whole = await newToken(service, 'default', user.id);
    const narrow = await newToken(service, 'default', user.id, { permissions: ['users:read'] });
    const powerless = await newToken(service, 'default', plain.id, { permissions: ['users:read'] });
    const answer = { holder: 'user', ecosystemId: 'default' };
    expect((await self(whole.secret)).body).toEqual({
      ...{ ...answer, tokenId: whole.token.id, user },
      permissions: insideAnEcosystem,
    });
    expect((await self(narrow.secret)).body).toEqual({
      ...{ ...answer, tokenId: narrow.token.id, user },
      permissions: ['users:read'],
    });
    expect((await self(powerless.secret)).body).toEqual({
      ...{ ...answer, tokenId: powerless.token.id, user: plain },
      permissions: [],
    });
  });

  it('200: for an account token that names an ecosystem, within that ecosystem', async () => {
    const { ecosystemId } = await newTenant(service);
    const { body } = await self(`${ecosystemId}:${service.account}`);
    expect(body).toMatchObject({ holder: 'account', ecosystemId });
  });

  it('401: without a token', async () => {
    expectProblem(await service.ask(path), path, {
      ...notAuthenticated,
      detail: 'This needs a token in the header Authorization: Bearer SECRET',
    });
  });

  it('401: alike for tokens that are unknown, expired and revoked', async () => {
    const user = await newUser(service, 'default');
    const expired = await newToken(service, 'default', user.id, { ttl: 1 });
    service.clock.advance(1000);
    const revoked = await newToken(service, 'default', user.id);
    await service.native('DELETE', `/v1/ecosystems/default/tokens/${revoked.token.id}`, service.account);
    for (const secret of ['x', expired.secret, revoked.secret]) {
      const reply = await self(secret);
      expectProblem(reply, path, notAuthenticated);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="tokenwright", error="invalid_token"');
    }
  });
});
