import { introspect, newUser, type Reply, sharedService } from '../../support/service.js';
import { askRaw, type Customer, newCustomer, newKey, tokensOf } from '../../support/vendors.js';
import { askUsers, aToken, json } from './droplit.js';

describe('droplit: 200 and 201 for a user that is put', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const put = (user: string, body?: unknown, query = '', key = customer.key) =>
    askUsers(service, 'PUT', key, `/${customer.ecosystemId};${user}${query}`, body);
  const read = async (user: string): Promise<Reply['body']> => {
    const at = `/${customer.ecosystemId};${user}`;
    const { status, body } = await askUsers(service, 'GET', customer.key, at);
    expect(status).toBe(200);
    return body;
  };
  const expectToken = (reply: Reply, status: number) => {
    expect(reply.body).toEqual({ token: expect.stringMatching(aToken) });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toBe(json);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  };
  const about = {
    meta: { plan: 'gold', nested: { list: [1, 'two', null, { deep: true }] }, constructor: 'x', empty: {} },
    access: [{ environmentId: 'E1', accessLevel: 'All' }],
    email: 'ada@acme.example',
  };

  it('201 for a new one: it is there as it was given, with a token of one hour', async () => {
    const reply = await put('ada', about);
    expectToken(reply, 201);
    expect(await read('ada')).toEqual({
      id: `${customer.ecosystemId};ada`,
      ecosystemId: customer.ecosystemId,
      uniqueId: 'ada',
      ...about,
      createdAt: new Date(service.clock.now()).toISOString(),
    });
    const iat = Math.floor(service.clock.now() / 1000);
    expect(await introspect(service, reply.body.token)).toMatchObject({
      ...{ active: true, holder: 'user', ecosystem_id: customer.ecosystemId },
      ...{ expiry_type: 'FixedTtl', iat, exp: iat + 3600 },
    });
  });

  it('201 for a new one of whom nothing is said', async () => {
    expectToken(await put('bare'), 201);
    expect(await read('bare')).toMatchObject({ meta: {}, access: [], email: null });
    expectToken(await put('bare-too', {}), 201);
  });

  it('200 for a known one: what is given changes, what is left out stays, null takes away', async () => {
    await put('changing', { ...about, email: 'old@acme.example' });
    const before = await read('changing');
    service.clock.advance(1000);
    expectToken(await put('changing', { meta: { plan: 'silver' } }), 200);
    expect(await read('changing')).toEqual({ ...before, meta: { plan: 'silver' } });
    expectToken(await put('changing', { email: 'new@localhost', access: [] }), 200);
    expect(await read('changing')).toEqual({
      ...before,
      ...{ meta: { plan: 'silver' }, email: 'new@localhost', access: [] },
    });
    expectToken(await put('changing', { meta: null, access: null, email: null }), 200);
    expect(await read('changing')).toEqual({ ...before, meta: {}, access: [], email: null });
  });

  it('200 for a user made natively, by the externalId or by our id', async () => {
    const user = await newUser(service, customer.ecosystemId, { externalId: 'native-1', name: 'Nat' });
    expectToken(await put('native-1', { meta: { a: 1 } }), 200);
    const bare = await newUser(service, customer.ecosystemId);
    expectToken(await put(bare.id, { meta: { b: 2 } }), 200);
    expect(await read(bare.id)).toMatchObject({ uniqueId: bare.id, meta: { b: 2 } });
    const { body } = await service.native(
      'GET',
      `/v1/ecosystems/${customer.ecosystemId}/users/${user.id}`,
      service.account,
    );
    expect(body).toMatchObject({ name: 'Nat', externalId: 'native-1' });
  });

  it.each(['?generateToken=false', '?generateToken=false&expiryType=SlidingTtl&ttl=60'])(
    'no token with "%s", and none is needed in the key',
    async (query) => {
      const key = await newKey(service, customer.ecosystemId, {
        permissions: ['users:create', 'users:update'],
      });
      const id = `quiet-${query.length}`;
      const made = await put(id, { meta: { a: 1 } }, query, key);
      expect([made.status, made.body]).toEqual([201, {}]);
      const changed = await put(id, { meta: { a: 2 } }, query, key);
      expect([changed.status, changed.body]).toEqual([200, {}]);
      expect((await read(id)).meta).toEqual({ a: 2 });
    },
  );

  it.each([
    ['?generateToken=true&expiryType=Infinite', 'Infinite', null],
    ['?expiryType=SlidingTtl&ttl=60', 'SlidingTtl', 60],
    ['?ttl=7200', 'FixedTtl', 7200],
  ])('the token lives as "%s" says', async (query, expiryType, ttl) => {
    const user = await newUser(service, customer.ecosystemId);
    expectToken(await put(user.id, {}, query), 200);
    expect(await tokensOf(service, user)).toEqual([
      expect.objectContaining({ dialect: 'droplit', state: 'live', expiryType, ttl }),
    ]);
  });

  it.each(['/api', '/v0/api'])('under the base %s, the semicolon raw or encoded', async (base) => {
    await newUser(service, customer.ecosystemId, { externalId: `bar|${base.length}` });
    for (const semicolon of [';', '%3B', '%3b']) {
      for (const bar of ['|', '%7C', '%7c']) {
        const subject = `${customer.ecosystemId}${semicolon}bar${bar}${base.length}`;
        const headers = { authorization: customer.key };
        expectToken(await askRaw(service, `${base}/users/${subject}`, headers, '', 'PUT'), 200);
      }
    }
  });

  it('takes an account token, for any ecosystem', async () => {
    expectToken(await put('by-account', {}, '', service.account), 201);
    expect((await askUsers(service, 'PUT', service.account, '/default;someone', {})).status).toBe(201);
  });

  it('takes meta of exactly 16 KiB, and unknown fields of the body', async () => {
    const meta = { text: 'x'.repeat(16 * 1024 - JSON.stringify({ text: '' }).length) };
    expectToken(await put('large', { meta, colour: 'red' }), 201);
    expect((await read('large')).meta).toEqual(meta);
  });

  it('of many that put the same new user at once, one makes it and each gets a token', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, (_, n) => put('crowd', { meta: { n } })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(replies.map(({ body }) => body.token)).size).toBe(8);
  });
});
