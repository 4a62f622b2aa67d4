import { newToken, newUser, sharedService } from '../../support/service.js';
import {
  type Customer,
  deactivate,
  deadSecrets,
  newCustomer,
  newKey,
  remove,
  storingNothing,
} from '../../support/vendors.js';
import { askUsers, expectFaults, fault, type Fault } from './droplit.js';

describe('droplit: 401, 403 and 404 for users', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  const calls: [method: string, at: string, needed: string][] = [
    ['PUT', '/ECO;ada', 'users:update'],
    ['PUT', '/ECO;new', 'users:update'],
    ['GET', '/ECO;ada', 'users:read'],
    ['GET', '?ecosystemId=ECO', 'users:read'],
    ['DELETE', '/ECO;ada', 'users:delete'],
  ];

  const expectRefusal = async (
    [method, at]: [string, string, ...unknown[]],
    key: string | undefined,
    status: number,
    errorType: string,
    one: Fault,
    ecosystemId = customer.ecosystemId,
  ) => {
    const to = at.replace('ECO', ecosystemId);
    const json = method === 'PUT' ? { meta: { a: 1 } } : undefined;
    const ask = () => askUsers(service, method, key, to, json);
    expectFaults(await storingNothing(service, ask), status, errorType, one);
  };

  it.each(calls)('401: %s %s without a token, or with a dead one', async (...call) => {
    const missing = fault.authorization('This needs a token in the header authorization');
    const message = missing.message.replace('authorization', 'Authorization');
    await expectRefusal(call, undefined, 401, 'Unauthorized', { ...missing, message });
    for (const which of Object.keys(deadSecrets)) {
      const key = await deadSecrets[which]!(service, customer);
      await expectRefusal(call, key, 401, 'Unauthorized', fault.authorization('The token is not valid'));
    }
  });

  it.each(calls)('403: %s %s with the token of a user, even an admin', async (...call) => {
    const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, customer.ecosystemId, user.id);
    const one = fault.authorization('This needs a token of: account, server');
    await expectRefusal(call, secret, 403, 'Forbidden', one);
    await remove(service, user);
  });

  it.each([
    ...calls.map((call) => [
      ...call,
      ['users:create', 'users:update', 'users:read', 'users:delete', 'tokens:mint'],
    ]),
    ['PUT', '/ECO;new', 'users:create', ['users:update', 'tokens:mint']],
    ['PUT', '/ECO;ada', 'tokens:mint', ['users:update', 'users:create']],
    ['PUT', '/ECO;new', 'tokens:mint', ['users:update', 'users:create']],
  ] as [string, string, string, string[]][])('403: %s %s without %s', async (method, at, needed, others) => {
    const permissions = others.filter((permission) => permission !== needed);
    const key = await newKey(service, customer.ecosystemId, { permissions });
    const one = fault.authorization(`This needs the permission ${needed}`);
    await expectRefusal([method, at], key, 403, 'Forbidden', one);
  });

  it.each(calls)("404: %s %s in another's ecosystem, one that never was, or one deleted", async (...call) => {
    const other = await newCustomer(service);
    await newUser(service, other.ecosystemId, { externalId: 'ada' });
    await expectRefusal(call, customer.key, 404, 'NotFound', fault.ecosystem, other.ecosystemId);
    await expectRefusal(call, service.account, 404, 'NotFound', fault.ecosystem, 'never-was');
    await service.native('DELETE', `/v1/ecosystems/${other.ecosystemId}`, service.account);
    await expectRefusal(call, service.account, 404, 'NotFound', fault.ecosystem, other.ecosystemId);
  });

  it.each(['GET', 'DELETE'])('404: %s of a user who is not there', async (method) => {
    const gone = await newUser(service, customer.ecosystemId, { externalId: 'gone' });
    await remove(service, gone);
    const other = await newCustomer(service);
    const theirs = await newUser(service, other.ecosystemId, { externalId: 'theirs' });
    for (const id of ['nobody', 'ADA', 'gone', gone.id, 'theirs', theirs.id]) {
      const one = fault.id(`No such user: ${id}`);
      await expectRefusal([method, `/ECO;${id}`], customer.key, 404, 'NotFound', one);
    }
  });

  it('404: a put of a deactivated user, who gets neither changes nor a token', async () => {
    const user = await newUser(service, customer.ecosystemId, { externalId: 'asleep' });
    await deactivate(service, user);
    const one = fault.id('User is not activated');
    await expectRefusal(['PUT', '/ECO;asleep'], customer.key, 404, 'NotFound', one);
  });

  it('403: a user whose roles may do more than the key is neither changed nor deleted', async () => {
    await newUser(service, customer.ecosystemId, { externalId: 'boss', roles: ['admin'] });
    const permissions = ['users:update', 'users:delete', 'tokens:mint'];
    const key = await newKey(service, customer.ecosystemId, { permissions });
    for (const method of ['PUT', 'DELETE']) {
      const one = fault.authorization('This needs the permission ecosystems:read');
      await expectRefusal([method, '/ECO;boss'], key, 403, 'Forbidden', one);
    }
  });
});
