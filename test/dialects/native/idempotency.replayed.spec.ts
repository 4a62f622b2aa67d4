import { newTenant, newUser, type Service, startService } from '../../support/service.js';

/** A mint that is answered again says what has become of its token. */
describe('the replay of a mint', () => {
  let service: Service;
  let server: string;
  let path: string;
  let userId: string;

  beforeEach(async () => {
    service = await startService();
    const tenant = await newTenant(service);
    server = tenant.server;
    path = `/v1/ecosystems/${tenant.ecosystemId}`;
    userId = (await newUser(service, tenant.ecosystemId)).id;
  });
  afterEach(() => service.close());

  const post = (address: string, json: object) =>
    service.ask(`${path}/${address}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server}`, 'idempotency-key': 'once' },
      json,
    });

  it('201: a live token is shown as live', async () => {
    const first = await post(`users/${userId}/tokens`, {});
    const again = await post(`users/${userId}/tokens`, {});
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('201: a token that was revoked since is shown as revoked, and when', async () => {
    const first = await post(`users/${userId}/tokens`, { expiryType: 'Infinite' });
    service.clock.advance(60_000);
    await service.native('DELETE', `${path}/tokens/${first.body.token.id}`, server);
    const { status, body } = await post(`users/${userId}/tokens`, { expiryType: 'Infinite' });
    expect(status).toBe(201);
    const revokedAt = new Date(service.clock.now()).toISOString();
    expect(body).toEqual({ ...first.body, token: { ...first.body.token, state: 'revoked', revokedAt } });
  });

  it('201: a token that ended since is shown as expired', async () => {
    await post(`users/${userId}/tokens`, { ttl: 60 });
    service.clock.advance(60_000);
    const { body } = await post(`users/${userId}/tokens`, { ttl: 60 });
    expect(body.token).toMatchObject({ state: 'expired', revokedAt: null });
  });

  it.each([
    [
      'deactivated',
      () => service.native('PATCH', `${path}/users/${userId}`, service.account, { active: false }),
    ],
    ['deleted', () => service.native('DELETE', `${path}/users/${userId}`, service.account)],
  ])('201: a token whose user is %s since is not shown as live', async (_, end) => {
    await post(`users/${userId}/tokens`, { expiryType: 'Infinite' });
    expect((await end()).status).toBeLessThan(300);
    const { status, body } = await post(`users/${userId}/tokens`, { expiryType: 'Infinite' });
    expect([status, body.token.state]).toEqual([201, 'revoked']);
  });

  it('201: of many, each as it is', async () => {
    const other = await newUser(service, path.split('/').at(-1)!);
    const json = { userIds: [userId, other.id], expiryType: 'Infinite' };
    const { body } = await post('tokens/bulk', json);
    await service.native('DELETE', `${path}/tokens/${body.data[1].token.id}`, server);
    const again = await post('tokens/bulk', json);
    expect(again.body.data.map(({ token }: { token: { state: string } }) => token.state)).toEqual([
      'live',
      'revoked',
    ]);
  });
});
