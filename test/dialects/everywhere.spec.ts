import { introspect, newToken, newUser, sharedService } from '../support/service.js';

/** A token minted through any dialect verifies through all. */
describe('a token minted through any dialect', () => {
  const service = sharedService({ CREATE_TOKENS_FOR_USERS: 'true' });
  let user: { id: string };
  let server: string;
  const password = 'correct horse battery staple';

  beforeAll(async () => {
    user = await newUser(service, 'default', {
      username: 'ada',
      email: 'ada@acme.example',
      externalId: 'customer-4711',
      password,
    });
    const minted = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {});
    server = minted.body.secret;
  });

  const ways: Record<string, () => Promise<string>> = {
    native: async () => (await newToken(service, 'default', user.id)).secret,
    strigo: async () => {
      const { body } = await service.ask('/api/v1/academy/users/token', {
        method: 'POST',
        headers: { authorization: `Bearer default:${server}` },
        json: { email: 'ada@acme.example' },
      });
      return body.data.token;
    },
    sfox: async () => {
      const { body } = await service.ask('/v1/enterprise/user-tokens/customer-4711', {
        method: 'POST',
        headers: { authorization: `Bearer ${server}` },
      });
      return body.data.token;
    },
    'rocketchat login': async () => {
      const json = { user: 'ada', password };
      const { body } = await service.ask('/api/v1/login', { method: 'POST', json });
      return body.data.authToken;
    },
    'rocketchat createToken': async () => {
      const headers = { 'x-auth-token': await ways.native!(), 'x-user-id': user.id };
      const json = { username: 'ADA' };
      const { body } = await service.ask('/api/v1/users.createToken', { method: 'POST', headers, json });
      return body.data.authToken;
    },
    droplit: async () => {
      const { body } = await service.ask('/api/users/default;customer-4711/tokens?expiryType=SlidingTtl', {
        method: 'POST',
        headers: { authorization: server },
      });
      return body.token;
    },
  };

  it.each(Object.keys(ways))('%s: is live for introspection, /v1/self and the two headers', async (way) => {
    const secret = await ways[way]!();
    expect(await introspect(service, secret)).toMatchObject({ active: true, sub: user.id });
    const self = await service.native('GET', '/v1/self', secret);
    expect(self.body).toMatchObject({ holder: 'user', user: { id: user.id } });
    const me = await service.ask('/api/v1/me', { headers: { 'x-auth-token': secret, 'x-user-id': user.id } });
    expect(me).toMatchObject({ status: 200, body: { _id: user.id, success: true } });
  });
});
