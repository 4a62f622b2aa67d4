import { newToken, newUser, type Reply, sharedService } from '../../support/service.js';
import {
  type Customer,
  deactivate,
  deadSecrets,
  newCustomer,
  newKey,
  remove,
  storingNothing,
} from '../../support/vendors.js';
import { bearer, expectError } from './sfox.js';
import { deactivateUser, listUsers, readUser, register, sean } from './users.js';

describe('sfox: refusals about end users', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await register(service, customer, { user_id: 'known', email: 'known@acme.example' });
  });

  const expectRefusal = async (ask: () => Promise<Reply>, status: number, text: string) =>
    expectError(await storingNothing(service, ask), status, text);

  const calls: [string, string, string][] = [
    ['POST', '/register-account', 'users:create'],
    ['GET', '/users', 'users:read'],
    ['GET', '/users/known', 'users:read'],
    ['DELETE', '/account/known', 'users:delete'],
  ];
  const askWith = (headers: Record<string, string>, method: string, at: string) =>
    service.ask(`/v1/enterprise${at}`, { method, headers, json: method === 'POST' ? sean : undefined });

  describe.each(calls)('%s %s', (method, at, needed) => {
    it('401 without a key, or with a dead one', async () => {
      const text = 'The API key is missing or incorrect';
      await expectRefusal(() => askWith({}, method, at), 401, text);
      for (const which of Object.keys(deadSecrets)) {
        const headers = bearer(await deadSecrets[which]!(service, customer));
        await expectRefusal(() => askWith(headers, method, at), 401, text);
      }
    });

    it('403 with an account token, and with the token of a user', async () => {
      const text = 'An enterprise API key is needed: the token of a server';
      const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
      const { secret } = await newToken(service, customer.ecosystemId, user.id);
      for (const one of [service.account, `${customer.ecosystemId}:${service.account}`, secret]) {
        await expectRefusal(() => askWith(bearer(one), method, at), 403, text);
      }
    });

    it('403 with a key that may all but this', async () => {
      const all = ['users:create', 'users:read', 'users:update', 'users:delete', 'tokens:mint'];
      const permissions = all.filter((permission) => permission !== needed);
      const key = await newKey(service, customer.ecosystemId, { permissions });
      const text = `This needs the permission ${needed}`;
      await expectRefusal(() => askWith(bearer(key), method, at), 403, text);
    });
  });

  describe('404 for a user who is not there', () => {
    const absent = async (): Promise<string[]> => {
      const gone = await newUser(service, customer.ecosystemId, { externalId: 'gone' });
      await remove(service, gone);
      await deactivate(service, await newUser(service, customer.ecosystemId, { externalId: 'asleep' }));
      const other = await newCustomer(service);
      const theirs = await newUser(service, other.ecosystemId, { externalId: 'theirs' });
      return ['nobody', 'KNOWN', 'gone', gone.id, 'asleep', 'theirs', theirs.id, 'kno wn', 'x'.repeat(129)];
    };

    it('read or deactivated', async () => {
      for (const id of await absent()) {
        await expectRefusal(() => readUser(service, customer, id), 404, `No such user: ${id}`);
        const text = 'The account does not exist to be disabled.';
        await expectRefusal(() => deactivateUser(service, customer, id), 404, text);
      }
    });

    it('deactivated a second time', async () => {
      await register(service, customer, { user_id: 'twice', email: 'twice@acme.example' });
      expect((await deactivateUser(service, customer, 'twice')).status).toBe(200);
      const text = 'The account does not exist to be disabled.';
      await expectRefusal(() => deactivateUser(service, customer, 'twice'), 404, text);
    });
  });

  const idRule =
    'must be 1 to 128 characters without white space, control characters, invisible characters, ; or /';
  const phone = 'must be a phone number in E.164 format';
  it.each<[string, unknown, string]>([
    ['account_type', undefined, 'must be one of: individual, corporation'],
    ['account_type', 'Individual', 'must be one of: individual, corporation'],
    ['account_type', ['individual'], 'must be one of: individual, corporation'],
    ['account_role', undefined, 'must be one of: client, advisor'],
    ['account_role', 'admin', 'must be one of: client, advisor'],
    ['user_id', undefined, idRule],
    ['user_id', '', idRule],
    ['user_id', 'a b', idRule],
    ['user_id', 'a/b', idRule],
    ['user_id', 7, idRule],
    ['user_id', 'a\u200bb', idRule],
    ['user_id', '\u202eada', idRule],
    ['user_id', 'x'.repeat(129), idRule],
    ['advisor_user_id', 'a b', idRule],
    ['advisor_user_id', 'nobody', 'must be the user_id of an advisor'],
    ['advisor_user_id', 'known', 'must be the user_id of an advisor'],
    ['first_name', undefined, 'must be a text'],
    ['first_name', '', 'must be 1 to 99 characters'],
    ['first_name', 'x'.repeat(100), 'must be 1 to 99 characters'],
    ['last_name', 7, 'must be a text'],
    ['email', undefined, 'must be an email address'],
    ['email', 'sean', 'must be an email address'],
    ['email', `${'x'.repeat(250)}@acme.example`, 'must be an email address'],
    ['phone_number', undefined, phone],
    ['phone_number', '2223334444', phone],
    ['phone_number', '+0123', phone],
    ['phone_number', '+1222333444455556', phone],
  ])('422 for a registration whose %s is %p', async (field, value, text) => {
    const ask = () => register(service, customer, { [field]: value });
    await expectRefusal(ask, 422, `${field}: ${text}`);
  });

  it('422 with all faults at once', async () => {
    const ask = () => register(service, customer, { account_role: 'x', email: 'x' });
    const text = 'account_role: must be one of: client, advisor; email: must be an email address';
    await expectRefusal(ask, 422, text);
  });

  it('422 for an advisor of another enterprise, or one who is deactivated', async () => {
    const other = await newCustomer(service);
    const given = { user_id: 'adviser', account_role: 'advisor', email: 'adviser@acme.example' };
    await register(service, other, given);
    const text = 'advisor_user_id: must be the user_id of an advisor';
    const ask = () => register(service, customer, { advisor_user_id: 'adviser' });
    await expectRefusal(ask, 422, text);
    await register(service, customer, given);
    await deactivateUser(service, customer, 'adviser');
    await expectRefusal(ask, 422, text);
  });

  it('422 for a user_id or an email that another user has', async () => {
    const sameId = () => register(service, customer, { user_id: 'known' });
    await expectRefusal(sameId, 422, 'Another user has this user_id');
    const sameEmail = () => register(service, customer, { email: 'KNOWN@acme.example' });
    await expectRefusal(sameEmail, 422, 'Another user has this email');
  });

  it.each([
    ['?accountRole=Client', 'accountRole: must be one of: client, advisor'],
    ['?accountRole=', 'accountRole: must be one of: client, advisor'],
    ['?accountRole=client&accountRole=client', 'accountRole: must be one of: client, advisor'],
    ['?limit=0', 'limit: must be at least 1'],
    ['?limit=10001', 'limit: must be at most 10000'],
    ['?limit=a', 'limit: must be a whole number'],
    ['?cursor=a', 'cursor must be the nextCursor of a page'],
  ])('422 for a list with %s', (query, text) =>
    expectRefusal(() => listUsers(service, customer, query), 422, text),
  );

  it.each([
    ['application/json', '{"email":', 400, 'The body is not valid JSON'],
    ['text/plain', 'email', 415, 'The content type is not supported'],
  ])('a registration of %s that cannot be read', (type, body, status, text) => {
    const headers = { ...bearer(customer.key), 'content-type': type };
    const at = '/v1/enterprise/register-account';
    return expectRefusal(() => service.ask(at, { method: 'POST', headers, body }), status, text);
  });

  it.each([
    ['/register-account', ['GET', 'PUT', 'DELETE', 'OPTIONS'], 'POST'],
    ['/users', ['POST', 'PUT', 'DELETE', 'OPTIONS'], 'GET, HEAD'],
    ['/users/known', ['POST', 'PUT', 'DELETE', 'OPTIONS'], 'GET, HEAD'],
    ['/account/known', ['GET', 'POST', 'PUT', 'OPTIONS'], 'DELETE'],
  ])('405 for %s', async (at, methods, allow) => {
    for (const method of methods) {
      const ask = () => service.ask(`/v1/enterprise${at}`, { method, headers: bearer(customer.key) });
      const reply = await storingNothing(service, ask);
      expectError(reply, 405, `This path does not support ${method}`);
      expect(reply.headers.get('allow')).toBe(allow);
    }
  });
});
