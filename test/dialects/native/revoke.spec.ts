import { introspect, newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import { asOAuth, expectProblem, invalid } from './problem.js';

const path = '/v1/tokens/revoke';

describe('POST /v1/tokens/revoke', () => {
  const service = sharedService();
  let user: { id: string };

  beforeAll(async () => {
    user = await newUser(service, 'default');
  });

  const asJson = (token: string, secret: string) => service.native('POST', path, secret, { token });
  const asForm = (token: string, secret: string) =>
    service.ask(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, token_type_hint: 'refresh_token' }).toString(),
    });
  const isLive = async (secret: string) => (await introspect(service, secret)).active;

  it.each([
    ['JSON', asJson],
    ['a form', asForm],
  ])('200: in %s, the token is dead when it answers; once more answers the same', async (_, revoke) => {
    const { secret } = await newToken(service, 'default', user.id);
    expect(await isLive(secret)).toBe(true);
    for (let time = 0; time < 2; time++) {
      const reply = await revoke(secret, service.account);
      expect({ status: reply.status, text: reply.text }).toEqual({ status: 200, text: '' });
      expect(await isLive(secret)).toBe(false);
    }
  });

  it('200: a user revokes their own token without any permission', async () => {
    const { secret } = await newToken(service, 'default', user.id);
    expect((await asForm(secret, secret)).status).toBe(200);
    expect(await isLive(secret)).toBe(false);
    expect((await asForm(secret, secret)).status).toBe(401);
  });

  it('200: a server with tokens:revoke revokes any token of its ecosystem', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const own = await newUser(service, ecosystemId);
    const { secret } = await newToken(service, ecosystemId, own.id);
    expect((await asJson(secret, server)).status).toBe(200);
    expect(await isLive(secret)).toBe(false);
  });

  it('200: a key revokes itself', async () => {
    const { server } = await newTenant(service);
    expect((await asJson(server, server)).status).toBe(200);
    expect(await isLive(server)).toBe(false);
  });

  const nothing = async (token: string, secret: string) => {
    for (const revoke of [asJson, asForm]) {
      const reply = await revoke(token, secret);
      expect({ status: reply.status, text: reply.text }).toEqual({ status: 200, text: '' });
    }
  };

  it('200: and nothing is revoked by a server of another tenant', async () => {
    const { server } = await newTenant(service);
    const { secret } = await newToken(service, 'default', user.id);
    const other = await newTenant(service);
    for (const foreign of [secret, other.server, service.account]) {
      await nothing(foreign, server);
      expect(await isLive(foreign)).toBe(true);
    }
  });

  it('200: and nothing is revoked by an account token within another ecosystem', async () => {
    const { ecosystemId } = await newTenant(service);
    const { secret } = await newToken(service, 'default', user.id);
    await nothing(secret, `${ecosystemId}:${service.account}`);
    expect(await isLive(secret)).toBe(true);
  });

  it('200: and nothing is revoked by one who lacks tokens:revoke, also not another token of their own', async () => {
    const [one, other] = [
      await newToken(service, 'default', user.id),
      await newToken(service, 'default', user.id),
    ];
    await nothing(other.secret, one.secret);
    expect(await isLive(other.secret)).toBe(true);
  });

  it.each([
    ['garbage', 'x'],
    ['a text of the right form', `tw_u_${'A'.repeat(43)}`],
    ['100,000 characters', 'x'.repeat(100_000)],
  ])('200: for an unknown token: %s', async (_, token) => {
    await nothing(token, service.account);
  });

  it('200: for a token that has expired', async () => {
    const { secret } = await newToken(service, 'default', user.id, { ttl: 1 });
    service.clock.advance(1000);
    await nothing(secret, service.account);
    expect(await isLive(secret)).toBe(false);
  });

  it('401: without a token', async () => {
    const { secret } = await newToken(service, 'default', user.id);
    const reply = await service.ask(path, { method: 'POST', json: { token: secret } });
    expect(reply.status).toBe(401);
    expect(await isLive(secret)).toBe(true);
  });

  it('400: when no token is named, or one that no store could hold', async () => {
    expectProblem(
      await service.native('POST', path, service.account, { token_type_hint: 'access_token' }),
      path,
      asOAuth(invalid(['token', 'isString', 'token must be a string'])),
    );
    const told = 'must not hold the character U+0000';
    expectProblem(await asJson('a\0', service.account), path, asOAuth(invalid(['token', 'no-nul', told])));
    const form = await asForm('a\0', service.account);
    expect([form.status, form.body]).toEqual([
      400,
      { error: 'invalid_request', error_description: `token: ${told}` },
    ]);
  });
});
