import { introspect, newUser, sharedService, startService } from '../../support/service.js';
import { bodyOf, type Customer, mostBytes, newCustomer, tokensOf } from '../../support/vendors.js';
import { anId, aToken, createUserToken, credentials, json, path } from './strigo.js';

const days = 24 * 60 * 60 * 1000;

describe('strigo: 201 for a user token', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const mint = (body: object) => createUserToken(service, customer, body);
  const inTwoMonths = () => {
    const end = new Date(service.clock.now());
    return end.setUTCMonth(end.getUTCMonth() + 2);
  };

  it("answers the vendor's example, written as JSON, with the vendor's body", async () => {
    const expiration = service.clock.now() + 2_592_000_000;
    const reply = await service.ask(path, {
      method: 'POST',
      headers: {
        ...credentials(customer),
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: `{
        "email": "user1@strigo.io",
        "name": "user1",
        "externalUserId": "external-user-id",
        "expiration": ${expiration}
      }`,
    });
    expect(reply.body).toEqual({
      result: 'success',
      data: {
        user_id: expect.stringMatching(anId),
        expiration,
        token: expect.stringMatching(aToken),
      },
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe(json);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('gives a token of 2 calendar months when no expiration is asked for', async () => {
    const { body } = await mint({ email: 'default@strigo.io' });
    expect(body).toEqual({
      result: 'success',
      data: {
        user_id: expect.stringMatching(anId),
        expiration: inTwoMonths(),
        token: expect.stringMatching(aToken),
      },
    });
  });

  it.each([
    ['the default', () => undefined],
    ['2 months to the millisecond', inTwoMonths],
    ['30 days', () => service.clock.now() + 30 * days],
    ['one millisecond', () => service.clock.now() + 1],
  ])('gives a token that is live until its expiration and dead from it on: %s', async (_, asked) => {
    const expiration = asked();
    const { status, body } = await mint({ email: 'ends@strigo.io', expiration });
    expect(status).toBe(201);
    const end: number = expiration ?? inTwoMonths();
    expect(body.data.expiration).toBe(end);
    const createdAt = service.clock.now();
    service.clock.advance(end - createdAt - 1);
    expect(await introspect(service, body.data.token)).toMatchObject({
      active: true,
      sub: body.data.user_id,
      ecosystem_id: customer.ecosystemId,
      holder: 'user',
      expiry_type: 'FixedTtl',
      iat: Math.floor(createdAt / 1000),
      exp: Math.floor(end / 1000),
    });
    service.clock.advance(1);
    expect(await introspect(service, body.data.token)).toEqual({ active: false });
  });

  it('leaves the older tokens of the user live', async () => {
    const replies = [await mint({ email: 'many@strigo.io' }), await mint({ email: 'many@strigo.io' })];
    const [older, newer] = replies.map(({ body }) => body.data.token);
    expect(older).not.toBe(newer);
    expect(await introspect(service, older)).toMatchObject({ active: true });
    expect(await introspect(service, newer)).toMatchObject({ active: true });
  });

  it('keeps one record for the token, as minted through Strigo', async () => {
    const user = await newUser(service, customer.ecosystemId, { email: 'kept@strigo.io' });
    await mint({ email: 'kept@strigo.io' });
    expect(await tokensOf(service, user)).toEqual([
      expect.objectContaining({
        userId: user.id,
        dialect: 'strigo',
        state: 'live',
        expiryType: 'FixedTtl',
        createdAt: new Date(service.clock.now()).toISOString(),
        expiresAt: new Date(inTwoMonths()).toISOString(),
        revokedAt: null,
        replacedBy: null,
      }),
    ]);
  });

  it('takes an account token as the API key of any organisation', async () => {
    const asAccount = { ecosystemId: customer.ecosystemId, key: service.account };
    const { status, body } = await createUserToken(service, asAccount, { email: 'account@strigo.io' });
    expect(status).toBe(201);
    expect(await introspect(service, body.data.token)).toMatchObject({
      active: true,
      ecosystem_id: customer.ecosystemId,
    });
  });

  it('takes groups, and fields that it does not know, and keeps neither', async () => {
    const reply = await mint({ email: 'groups@strigo.io', groups: ['a', 'b'], colour: 'green' });
    expect(reply.status).toBe(201);
    expect(reply.body.data).toEqual({
      user_id: expect.stringMatching(anId),
      expiration: inTwoMonths(),
      token: expect.stringMatching(aToken),
    });
  });

  it('takes application/json with a charset', async () => {
    const { status } = await service.ask(path, {
      method: 'POST',
      headers: { ...credentials(customer), 'content-type': 'application/json; charset=utf-8' },
      body: '{"email":"charset@strigo.io"}',
    });
    expect(status).toBe(201);
  });

  it('reads a body of exactly 4 MiB', async () => {
    const { status } = await service.ask(path, {
      method: 'POST',
      headers: { ...credentials(customer), 'content-type': 'application/json' },
      body: bodyOf(mostBytes, { email: 'large@strigo.io' }),
    });
    expect(status).toBe(201);
  });
});

describe('strigo: 2 calendar months', () => {
  it.each([
    ['2026-12-28T12:00:00.000Z', '2027-02-28T12:00:00.000Z'],
    ['2026-12-29T12:00:00.000Z', '2027-02-28T12:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2027-02-28T23:59:59.999Z'],
    ['2027-06-30T00:00:00.000Z', '2027-08-30T00:00:00.000Z'],
    ['2027-07-31T00:00:00.000Z', '2027-09-30T00:00:00.000Z'],
    ['2027-12-31T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ])('from %s reach to %s, and not a millisecond further', async (from, to) => {
    const service = await startService();
    try {
      service.clock.advance(Date.parse(from) - service.clock.now());
      const customer = { ecosystemId: 'default', key: service.account };
      const email = 'month@strigo.io';
      const byDefault = await createUserToken(service, customer, { email });
      expect(new Date(byDefault.body.data.expiration).toISOString()).toBe(to);
      const expiration = Date.parse(to);
      const latest = await createUserToken(service, customer, { email, expiration });
      expect([latest.status, latest.body.data.expiration]).toEqual([201, expiration]);
      const past = await createUserToken(service, customer, { email, expiration: expiration + 1 });
      expect(past.status).toBe(422);
    } finally {
      await service.close();
    }
  });
});
