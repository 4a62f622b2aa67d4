import { newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing } from '../../support/vendors.js';
import { bearer, expectError, path } from './sfox.js';

describe('sfox: 404 and 405 for a request that leads nowhere', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'client_1' });
  });

  const unknown = [
    '/v1/enterprise',
    '/v1/enterprise/',
    '/v1/enterprise/users/',
    '/v1/enterprise/users/client_1/more',
    '/v1/enterprise/account',
    '/v1/enterprise/account/',
    '/v1/enterprise/user-tokens/client_1/more',
    '/v1/enterprise/user-token/client_1',
  ];
  const cases = unknown.flatMap((at) => ['GET', 'POST', 'DELETE'].map((method) => [method, at]));

  it.each(cases)('404 for %s %s, with credentials and without', async (method, at) => {
    for (const headers of [{}, bearer(customer.key)]) {
      const ask = () => service.ask(at!, { method, headers });
      expectError(await storingNothing(service, ask), 404, 'There is no such route');
    }
  });

  it('404 in the same words when the path is percent-encoded where it need not be', async () => {
    const ask = () => service.ask('/v1/%65nterprise/user', { headers: bearer(customer.key) });
    expectError(await storingNothing(service, ask), 404, 'There is no such route');
  });

  const methods = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const routes = [path, `${path}/client_1`].flatMap((at) => methods.map((method) => [method, at]));

  it.each(routes)('405 for %s %s', async (method, at) => {
    const ask = () => service.ask(at!, { method, headers: bearer(customer.key) });
    const reply = await storingNothing(service, ask);
    expectError(reply, 405, `This path does not support ${method}`);
    expect(reply.headers.get('allow')).toBe('POST');
  });

  it.each([path, `${path}/client_1`])('405 for HEAD %s, without a body', async (at) => {
    const reply = await service.ask(at, { method: 'HEAD', headers: bearer(customer.key) });
    expect([reply.status, reply.text, reply.headers.get('allow')]).toEqual([405, '', 'POST']);
  });
});
