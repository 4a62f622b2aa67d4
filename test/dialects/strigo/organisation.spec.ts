import { newToken, newUser, type Reply, type Service, startService } from '../../support/service.js';
import {
  type Customer,
  deactivate,
  deadSecrets,
  newCustomer,
  newKey,
  remove,
} from '../../support/vendors.js';
import { anId, aToken, credentials, failure, json, newEmail } from './strigo.js';

describe('strigo: the organisation', () => {
  let service: Service;
  let customer: Customer;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    customer = await newCustomer(service);
  });
  afterAll(() => service.close());

  const get = (path: string, headers: Record<string, string> = credentials(customer)) =>
    service.ask(`/api/v1/${path}`, { headers });

  it('200 for the health, without the envelope, also with a content type and an account token', async () => {
    const within = { authorization: `Bearer ${customer.ecosystemId}:${service.account}` };
    const usual = {
      ...credentials(customer),
      accept: 'application/json',
      'content-type': 'application/json',
    };
    for (const headers of [usual, within]) {
      const reply = await get('health', headers);
      expect([reply.status, reply.body]).toEqual([200, { status: 'ok', message: 'Healthy' }]);
      expect(reply.headers.get('content-type')).toBe(json);
    }
  });

  it('200 for the health with a key that may do nothing else', async () => {
    const key = await newKey(service, customer.ecosystemId, { permissions: ['audit:read'] });
    expect((await get('health', credentials({ ...customer, key }))).status).toBe(200);
  });

  describe('the members', () => {
    const member = ({ id, email }: Reply['body'], role: string) => ({ email, id, role, level: role });

    it('200: the active users with an e-mail address, the oldest first, those with the role admin as owners', async () => {
      const empty = await get('members');
      expect([empty.status, empty.body]).toEqual([200, { result: 'success', data: [] }]);
      const make = async (given: object) => {
        service.clock.advance(1);
        return newUser(service, customer.ecosystemId, given);
      };
      const owner = await make({ email: 'me@strigo.io', roles: ['admin', 'user'] });
      await make({ username: 'without-an-address' });
      await deactivate(service, await make({ email: 'asleep@strigo.io' }));
      await remove(service, await make({ email: 'gone@strigo.io' }));
      const other = await make({ email: 'me2@strigo.io' });
      await newUser(service, (await newCustomer(service)).ecosystemId, { email: 'theirs@strigo.io' });
      const reply = await get('members');
      expect(reply.body).toEqual({
        result: 'success',
        data: [member(owner, 'owner'), member(other, 'member')],
      });
      expect([reply.status, reply.headers.get('link')]).toEqual([200, null]);
      const first = await get('members?limit=1&colour=red');
      expect(first.body.data).toEqual([member(owner, 'owner')]);
      const next = /^<\/api\/v1\/(members\?[^>]+)>; rel="next"$/.exec(first.headers.get('link')!)![1]!;
      expect((await get(next)).body.data).toEqual([member(other, 'member')]);
    });

    it('403 without users:read', async () => {
      const key = await newKey(service, customer.ecosystemId, { permissions: ['tokens:mint'] });
      const reply = await get('members', credentials({ ...customer, key }));
      expect([reply.status, reply.body]).toEqual([
        403,
        failure('Forbidden', 'This needs the permission users:read'),
      ]);
    });

    it.each([
      ['limit=0', 'limit', 'must be at least 1'],
      ['limit=x', 'limit', 'must be a whole number'],
      ['cursor=x', 'cursor', 'cursor must be the nextCursor of a page'],
    ])('422 with %s', async (query, param, msg) => {
      const reply = await get(`members?${query}`);
      expect([reply.status, reply.body.error.errors]).toEqual([422, [{ location: 'query', param, msg }]]);
    });
  });

  describe.each(['health', 'members'])('%s', (path) => {
    it('401 without credentials, with dead ones, or without the organisation', async () => {
      const expectRefusal = async (headers: Record<string, string>, message: string) => {
        const reply = await get(path, headers);
        expect([reply.status, reply.body]).toEqual([401, failure('Unauthorized', message)]);
        expect(reply.headers.get('content-type')).toBe(json);
      };
      await expectRefusal({}, 'This needs a token in the header Authorization');
      for (const which of Object.keys(deadSecrets)) {
        const key = await deadSecrets[which]!(service, customer);
        await expectRefusal(credentials({ ...customer, key }), 'The token is not valid');
      }
      const other = await newCustomer(service);
      await expectRefusal(credentials({ ...other, key: customer.key }), 'The token is not valid');
      const bare = { authorization: `Bearer ${service.account}` };
      await expectRefusal(bare, 'This needs credentials of the form ORG_ID:API_KEY');
    });

    it('403 with the token of a user', async () => {
      const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
      const { secret } = await newToken(service, customer.ecosystemId, user.id);
      const reply = await get(path, credentials({ ...customer, key: secret }));
      const message = 'This needs a token of: server, account';
      expect([reply.status, reply.body]).toEqual([403, failure('Forbidden', message)]);
    });
  });

  it('the older path mints as the newer does, and refuses in the same words', async () => {
    const path = '/api/v1/libro/generate-token';
    const ask = (body: object) =>
      service.ask(path, { method: 'POST', headers: credentials(customer), json: body });
    const expiration = service.clock.now() + 60_000;
    const email = newEmail();
    const minted = await ask({ email, name: 'user1', externalUserId: 'external-1', expiration });
    expect([minted.status, minted.body]).toEqual([
      201,
      {
        result: 'success',
        data: { user_id: expect.stringMatching(anId), expiration, token: expect.stringMatching(aToken) },
      },
    ]);
    const refused = await ask({ email: 'nobody' });
    expect([refused.status, refused.body.error.errors]).toEqual([
      422,
      [{ location: 'body', param: 'email', msg: 'Must be a valid email address' }],
    ]);
    expect((await service.ask(path, { method: 'POST', json: { email } })).status).toBe(401);
  });
});
