import { newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing } from '../../support/vendors.js';
import { expectFaults, fault } from './droplit.js';

describe('droplit: 404 and 405 for a request that leads nowhere', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, 'default', { externalId: 'ada' });
  });

  const nothing = fault.address('There is no such route');
  const unknown = [
    '/api/users/',
    '/api/users/default;ada/',
    '/api/users/default;ada/tokens/',
    '/api/users/default;ada/tokens/1',
    '/api/users/default;ada/token',
    '/api/users/default/ada/tokens',
    '/api/clients',
    '/api/clients/1/tokens',
    '/v0/api',
    '/v0/api/clients/1/tokens',
    '/v0/api/ecosystems',
  ];
  const cases = unknown.flatMap((at) => ['GET', 'POST', 'PUT', 'DELETE'].map((method) => [method, at]));

  it.each(cases)('404 for %s %s, with credentials and without', async (method, at) => {
    for (const headers of [{}, { authorization: customer.key }]) {
      const reply = await storingNothing(service, () =>
        service.ask(at!, { method, headers: headers as Record<string, string> }),
      );
      expectFaults(reply, 404, 'NotFound', nothing);
    }
  });

  const routes = ['/api', '/v0/api'].flatMap((base) =>
    [';', '%3B', '%3b'].map((semicolon) => `${base}/users/default${semicolon}ada/tokens`),
  );
  const methods = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

  it.each(routes.flatMap((at) => methods.map((method) => [method, at])))(
    '405 for %s %s',
    async (method, at) => {
      const headers = { authorization: service.account };
      const reply = await storingNothing(service, () => service.ask(at!, { method, headers }));
      const message = `This path does not support ${method}`;
      expectFaults(reply, 405, 'MethodNotAllowed', fault.address(message));
      expect(reply.headers.get('allow')).toBe('POST');
    },
  );

  it.each(routes)('405 for HEAD %s, without a body', async (at) => {
    const headers = { authorization: service.account };
    const reply = await service.ask(at, { method: 'HEAD', headers });
    expect([reply.status, reply.text, reply.headers.get('allow')]).toEqual([405, '', 'POST']);
  });

  it.each([
    ['/api/users', 'GET, HEAD', ['POST', 'PUT', 'DELETE']],
    ['/v0/api/users', 'GET, HEAD', ['POST', 'PUT', 'DELETE']],
    ['/api/users/default;ada', 'PUT, GET, HEAD, DELETE', ['POST', 'PATCH', 'OPTIONS']],
    ['/v0/api/users/default%3Bada', 'PUT, GET, HEAD, DELETE', ['POST', 'PATCH', 'OPTIONS']],
  ])('405 for %s', async (at, allow, wrong) => {
    for (const method of wrong) {
      const headers = { authorization: service.account };
      const reply = await storingNothing(service, () => service.ask(at, { method, headers }));
      const message = `This path does not support ${method}`;
      expectFaults(reply, 405, 'MethodNotAllowed', fault.address(message));
      expect(new Set(reply.headers.get('allow')!.split(', '))).toEqual(new Set(allow.split(', ')));
    }
  });

  it('405 also with a query that would be refused', async () => {
    const reply = await service.ask('/api/users/default;ada/tokens?more=1', { method: 'GET' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
