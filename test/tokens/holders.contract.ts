import { ecosystemPermissions, permissions } from '../../src/common/permission.js';
import { newSecret, type SecretShape } from '../../src/tokens/secrets/secret.js';
import { introspect, newTenant, newToken, newUser, sharedService } from '../support/service.js';
import { type Environment, everythingStored, verdictOf } from '../contract/core.support.js';

/** Whose token it is, what it may do, and what is said of one that is not live. */
export function holdersContract(environment: Environment): void {
  describe('holders', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;

    beforeAll(async () => {
      ({ ecosystemId, server } = await newTenant(service));
    });

    const mint = async (path: string, json: object = {}, secret = service.account) =>
      (await service.native('POST', path, secret, json)).body as { token: { id: string }; secret: string };
    const mintServer = (json?: object, secret?: string) =>
      mint(`/v1/ecosystems/${ecosystemId}/server-tokens`, json, secret);
    const live = { active: true, iat: Date.UTC(2026, 10, 22, 12) / 1000, token_type: 'Bearer' };
    const hourLater = live.iat + 3600;

    it('a user’s token: may do what the user’s roles give', async () => {
      const user = await newUser(service, ecosystemId, { roles: ['admin'] });
      const { token, secret } = await newToken(service, ecosystemId, user.id);
      expect(secret).toMatch(/^tw_u_/);
      expect(await introspect(service, secret)).toEqual({
        ...live,
        ...{ sub: user.id, jti: token.id, holder: 'user', ecosystem_id: ecosystemId },
        ...{ exp: hourLater, scope: ecosystemPermissions.join(' '), expiry_type: 'FixedTtl' },
      });
      const self = await service.native('GET', '/v1/self', secret);
      const identity = { holder: 'user', tokenId: token.id, ecosystemId, user };
      expect(self.body).toEqual({ ...identity, permissions: ecosystemPermissions });
    });

    it('a server’s token: may do everything inside its ecosystem but delete it', async () => {
      const { token, secret } = await mintServer({ expiryType: 'Infinite' });
      expect(secret).toMatch(/^tw_s_/);
      expect(await introspect(service, secret)).toEqual({
        ...live,
        ...{ sub: token.id, jti: token.id, holder: 'server', ecosystem_id: ecosystemId },
        ...{ scope: ecosystemPermissions.join(' '), expiry_type: 'Infinite' },
      });
      const self = await service.native('GET', '/v1/self', secret);
      const identity = { holder: 'server', tokenId: token.id, ecosystemId, user: null };
      expect(self.body).toEqual({ ...identity, permissions: ecosystemPermissions });
      const refused = await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, secret);
      expect([refused.status, refused.body.code]).toEqual([403, 'permission-denied']);
    });

    it('an account’s token: may do everything everywhere', async () => {
      const { token, secret } = await mint('/v1/account-tokens', { expiryType: 'SlidingTtl', ttl: 600 });
      expect(secret).toMatch(/^tw_a_/);
      expect(await introspect(service, secret)).toEqual({
        ...live,
        ...{ sub: token.id, jti: token.id, holder: 'account', exp: live.iat + 600 },
        ...{ scope: permissions.join(' '), expiry_type: 'SlidingTtl' },
      });
      const self = await service.native('GET', '/v1/self', secret);
      const identity = { holder: 'account', tokenId: token.id, ecosystemId: null, user: null };
      expect(self.body).toEqual({ ...identity, permissions });
    });

    it('a token’s own permissions narrow its holder’s, and what is minted with it is no wider', async () => {
      const narrow = ['tokens:mint', 'keys:mint', 'tokens:introspect'];
      const { secret } = await mintServer({ permissions: narrow });
      expect(await introspect(service, secret)).toMatchObject({ scope: narrow.join(' ') });
      const child = await mintServer({}, secret);
      const { scope } = await introspect(service, child.secret);
      expect(scope.split(' ').sort()).toEqual([...narrow].sort());
      const path = `/v1/ecosystems/${ecosystemId}/server-tokens`;
      const wider = await service.native('POST', path, secret, {
        permissions: ['tokens:mint', 'users:read'],
      });
      expect([wider.status, wider.body.code]).toEqual([403, 'permission-denied']);
    });

    it('a server token is told of its own ecosystem only, its own tokens included', async () => {
      const other = await newTenant(service);
      const ask = async (asker: string, token: string) =>
        (await service.native('POST', '/v1/tokens/introspect', asker, { token })).body;
      expect(await ask(server, other.server)).toEqual({ active: false });
      expect(await ask(server, service.account)).toEqual({ active: false });
      expect(await ask(server, server)).toMatchObject({ active: true, holder: 'server' });
      expect(await ask(other.server, other.server)).toMatchObject({ active: true });
    });

    it.each<SecretShape>(['prefixed', 'plain', 'hex', 'long'])(
      'a secret of the shape %s that was never minted is unknown',
      async (shape) => {
        expect(await verdictOf(service, newSecret(shape, 'user'))).toBe('unknown');
      },
    );

    it.each(['', ' ', 'Bearer', 'x'.repeat(43), '0'.repeat(64), 'é\0'.repeat(50), '%', "' OR 1=1 --"])(
      'garbage (%j) is unknown',
      async (text) => {
        expect(await verdictOf(service, text)).toBe('unknown');
      },
    );

    const deaths: [reason: string, kill: (user: string, token: string) => Promise<unknown>][] = [
      ['expired', async () => service.clock.advance(3_600_000)],
      ['revoked', (_, token) => service.native('DELETE', `${ofTenant()}/tokens/${token}`, service.account)],
      [
        'disabled',
        (user) => service.native('PATCH', `${ofTenant()}/users/${user}`, service.account, { active: false }),
      ],
      ['disabled', (user) => service.native('DELETE', `${ofTenant()}/users/${user}`, service.account)],
    ];
    const ofTenant = () => `/v1/ecosystems/${ecosystemId}`;

    it.each(deaths)(
      'a token that is %s: the verifier knows why, nobody is told by HTTP',
      async (reason, kill) => {
        const user = await newUser(service, ecosystemId);
        const { token, secret } = await newToken(service, ecosystemId, user.id);
        expect(await verdictOf(service, secret)).toBe('live');
        await kill(user.id, token.id);
        expect(await verdictOf(service, secret)).toBe(reason);
        expect(await introspect(service, secret)).toEqual({ active: false });
        const self = await service.native('GET', '/v1/self', secret);
        const unknown = await service.native('GET', '/v1/self', newSecret('prefixed', 'user'));
        expect(self.status).toBe(401);
        expect({ ...self.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
      },
    );

    it('nobody can read a secret or a password in the store', async () => {
      const user = await newUser(service, ecosystemId, {
        username: 'grace',
        password: 'correct horse battery',
      });
      const { secret } = await newToken(service, ecosystemId, user.id);
      const stored = await everythingStored(service);
      expect(stored).toContain(user.id);
      for (const text of [secret, secret.slice(5), service.account, server, 'correct horse battery']) {
        expect(stored.includes(text)).toBe(false);
      }
    });
  });
}
