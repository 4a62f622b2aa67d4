import { introspect, newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, newKey, tokensOf } from '../../support/vendors.js';
import { aTokenOf, bearer, createUserToken, json, path } from './sfox.js';

const day = 24 * 60 * 60 * 1000;

describe('sfox: 201 for a user auth token', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const anotherUser = (externalId: string) => newUser(service, customer.ecosystemId, { externalId });

  it.each([
    ['shell and Python, without a body and a content type', {}],
    ['Node.js, with a content type and without a body', { 'content-type': 'application/json' }],
  ])("answers the vendor's example of %s", async (_, headers) => {
    const userId = '156c5beb-7c9f-4f68-83c0-9479703ac490';
    if (Object.keys(headers).length === 0) await anotherUser(userId);
    const reply = await service.ask(`${path}/${userId}`, {
      method: 'POST',
      headers: { ...bearer(customer.key), ...(headers as Record<string, string>) },
    });
    expect(reply.body).toEqual({ data: aTokenOf(service, userId) });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe(json);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('gives a token that is live for 24 hours to the millisecond', async () => {
    const user = await anotherUser('client_day');
    const { body } = await createUserToken(service, customer, 'client_day');
    const createdAt = service.clock.now();
    expect(Date.parse(body.data.expires)).toBe(createdAt + day);
    service.clock.advance(day - 1);
    expect(await introspect(service, body.data.token)).toMatchObject({
      active: true,
      sub: user.id,
      ecosystem_id: customer.ecosystemId,
      holder: 'user',
      expiry_type: 'FixedTtl',
      iat: Math.floor(createdAt / 1000),
      exp: Math.floor((createdAt + day) / 1000),
    });
    service.clock.advance(1);
    expect(await introspect(service, body.data.token)).toEqual({ active: false });
  });

  it('names the end to the millisecond when the clock stands between two seconds', async () => {
    await anotherUser('client_ms');
    service.clock.advance(901);
    const { body } = await createUserToken(service, customer, 'client_ms');
    expect(body).toEqual({ data: aTokenOf(service, 'client_ms') });
    expect(body.data.expires).toMatch(/\.901Z$/);
    service.clock.advance(99);
  });

  it('gives any number of tokens to a user, and the older ones stay live', async () => {
    await anotherUser('client_many');
    const secrets: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      secrets.push((await createUserToken(service, customer, 'client_many')).body.data.token);
    }
    expect(new Set(secrets).size).toBe(60);
    expect(await introspect(service, secrets[0]!)).toMatchObject({ active: true });
    expect(await introspect(service, secrets[59]!)).toMatchObject({ active: true });
  });

  it('keeps one record for the token, as minted through sFOX', async () => {
    const user = await anotherUser('client_kept');
    await createUserToken(service, customer, 'client_kept');
    expect(await tokensOf(service, user)).toEqual([
      expect.objectContaining({
        userId: user.id,
        dialect: 'sfox',
        state: 'live',
        expiryType: 'FixedTtl',
        ttl: 86_400,
        createdAt: new Date(service.clock.now()).toISOString(),
        expiresAt: new Date(service.clock.now() + day).toISOString(),
      }),
    ]);
  });

  it('knows a user by our own id when none has it as externalId', async () => {
    const user = await newUser(service, customer.ecosystemId);
    const { status, body } = await createUserToken(service, customer, user.id);
    expect([status, body]).toEqual([201, { data: aTokenOf(service, user.id) }]);
    expect(await introspect(service, body.data.token)).toMatchObject({ sub: user.id });
  });

  it('never means another user: no externalId can be the id of another', async () => {
    const one = await newUser(service, customer.ecosystemId);
    await expect(anotherUser(one.id)).rejects.toThrow('conflict');
    const { body } = await createUserToken(service, customer, one.id);
    expect(body).toEqual({ data: aTokenOf(service, one.id) });
    expect(await introspect(service, body.data.token)).toMatchObject({ sub: one.id });
  });

  it.each([
    ['of the partner', 'client_db29326e-5df6-4d8b-aaaa-b75dc194a0a2'],
    ['that is not hexadecimal', '236f5cdc-7h82-6fh3-h37s-9382840de46575'],
    ['of one character', 'x'],
    ['with a per cent sign', '100%'],
    ['that looks percent-encoded', 'a%2Fb%20c'],
    ['with a question mark and a hash', 'who?#me'],
    ['with plus and ampersand', 'a+b&c=d'],
    ['like an e-mail address', 'ada@acme.example:443'],
    ['with quotes', `"it's"`],
    ['with two dots', '..a'],
    ['in another script', 'пользователь'],
    ['of 128 characters of four bytes', '𝔘'.repeat(128)],
  ])('knows an id %s, percent-encoded in the path', async (_, userId) => {
    const user = await anotherUser(userId);
    const { status, body } = await createUserToken(service, customer, userId);
    expect([status, body]).toEqual([201, { data: aTokenOf(service, userId) }]);
    expect(await introspect(service, body.data.token)).toMatchObject({ sub: user.id });
  });

  it('reads a plus sign in the path as a plus sign', async () => {
    await anotherUser('plus+sign');
    const ask = { method: 'POST', headers: bearer(customer.key) };
    const { body } = await service.ask(`${path}/plus+sign`, ask);
    expect(body).toEqual({ data: aTokenOf(service, 'plus+sign') });
  });

  it('needs a key with tokens:mint and no other permission', async () => {
    await anotherUser('client_narrow');
    const key = await newKey(service, customer.ecosystemId, { permissions: ['tokens:mint'] });
    const { status } = await createUserToken(service, { ...customer, key }, 'client_narrow');
    expect(status).toBe(201);
  });
});
