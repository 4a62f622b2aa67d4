import { introspect, newUser, type Reply, sharedService } from '../../support/service.js';
import { askRaw, bodyOf, type Customer, mostBytes, newCustomer, newKey } from '../../support/vendors.js';
import { aToken, createToken, json, mint } from './droplit.js';

describe('droplit: 200 for a user token', () => {
  const service = sharedService();
  let customer: Customer;
  let ada: Reply['body'];

  beforeAll(async () => {
    customer = await newCustomer(service);
    ada = await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  const expectToken = async (reply: Reply, user: Reply['body']) => {
    expect(reply.body).toEqual({ token: expect.stringMatching(aToken) });
    expect(reply.status).toBe(200);
    expect(await introspect(service, reply.body.token)).toMatchObject({
      active: true,
      sub: user.id,
      ecosystem_id: customer.ecosystemId,
      holder: 'user',
    });
  };

  it("answers the vendor's example, the token without a scheme", async () => {
    const reply = await service.ask(`/api/users/${customer.ecosystemId};ada/tokens`, {
      method: 'POST',
      headers: { authorization: customer.key },
    });
    await expectToken(reply, ada);
    expect(reply.headers.get('content-type')).toBe(json);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it("answers what the vendor's SDK asks for, with all four fields", async () => {
    const query = '?expiryType=SlidingTtl&ttl=86400';
    await expectToken(await createToken(service, customer.key, `${customer.ecosystemId};ada`, query), ada);
  });

  it.each(['/api', '/v0/api'])('answers under the base %s, the semicolon raw or encoded', async (base) => {
    for (const semicolon of [';', '%3B', '%3b']) {
      const at = `${base}/users/${customer.ecosystemId}${semicolon}ada/tokens`;
      const headers = { authorization: customer.key };
      await expectToken(await askRaw(service, at, headers), ada);
      await expectToken(await askRaw(service, `${at}?ttl=60`, headers), ada);
    }
  });

  it('knows a user whose id holds a bar, raw or encoded', async () => {
    const externalId = 'demoAlias|595d5c88';
    const user = await newUser(service, customer.ecosystemId, { externalId });
    for (const bar of ['|', '%7C', '%7c']) {
      for (const semicolon of [';', '%3B']) {
        const subject = `${customer.ecosystemId}${semicolon}${externalId.replace('|', bar)}`;
        const at = `/api/users/${subject}/tokens`;
        await expectToken(await askRaw(service, at, { authorization: customer.key }), user);
      }
    }
  });

  it.each([
    ['of 24 characters', 'abcdefghijklmnopqrst_123'],
    ['with a per cent sign', '100%'],
    ['that looks percent-encoded', 'a%3Bb'],
    ['with a question mark and a hash', 'who?#me'],
    ['with plus and ampersand', 'a+b&c=d'],
    ['like an e-mail address', 'ada@acme.example:443'],
    ['in another script', 'пользователь'],
    ['of 128 characters of four bytes', '𝔘'.repeat(128)],
  ])('knows an id %s, percent-encoded', async (_, externalId) => {
    const user = await newUser(service, customer.ecosystemId, { externalId });
    const subject = `${customer.ecosystemId};${encodeURIComponent(externalId)}`;
    await expectToken(await createToken(service, customer.key, subject), user);
  });

  it('knows the longest ecosystem id together with the longest user id', async () => {
    const id = 'e'.repeat(64);
    await service.native('POST', '/v1/ecosystems', service.account, { id, name: 'Long' });
    const externalId = '𝔘'.repeat(128);
    await newUser(service, id, { externalId });
    const subject = encodeURIComponent(`${id};${externalId}`);
    expect((await createToken(service, service.account, subject)).status).toBe(200);
  });

  it('knows a user by our own id when none has it as externalId', async () => {
    const user = await newUser(service, customer.ecosystemId);
    const subject = `${customer.ecosystemId};${user.id}`;
    await expectToken(await createToken(service, customer.key, subject), user);
  });

  it('never means another user: no externalId can be the id of another', async () => {
    const one = await newUser(service, customer.ecosystemId);
    const path = `/v1/ecosystems/${customer.ecosystemId}/users`;
    const taken = await service.native('POST', path, service.account, { externalId: one.id });
    expect(taken.status).toBe(409);
    const subject = `${customer.ecosystemId};${one.id}`;
    await expectToken(await createToken(service, customer.key, subject), one);
  });

  it('takes an account token, for any ecosystem', async () => {
    await expectToken(await createToken(service, service.account, `${customer.ecosystemId};ada`), ada);
    await newUser(service, 'default', { externalId: 'bob' });
    expect((await createToken(service, service.account, 'default;bob')).status).toBe(200);
  });

  it('needs a server token with tokens:mint and no other permission', async () => {
    const key = await newKey(service, customer.ecosystemId, { permissions: ['tokens:mint'] });
    await expectToken(await createToken(service, key, `${customer.ecosystemId};ada`), ada);
  });

  it('gives any number of tokens to a user, and the older ones stay live', async () => {
    const secrets = [
      await mint(service, customer, 'ada'),
      await mint(service, customer, 'ada'),
      await mint(service, customer, 'ada'),
    ];
    expect(new Set(secrets).size).toBe(3);
    expect(await introspect(service, secrets[0]!)).toMatchObject({ active: true });
  });

  it.each([
    ['Content-Type: application/json and no body', undefined],
    ['a body that it does not need', '{"ttl":1}'],
    ['a body of exactly 4 MiB', bodyOf(mostBytes, {})],
  ])('takes %s', async (_, body) => {
    const reply = await service.ask(`/api/users/${customer.ecosystemId};ada/tokens`, {
      method: 'POST',
      headers: { authorization: customer.key, 'content-type': 'application/json' },
      body,
    });
    await expectToken(reply, ada);
  });
});
