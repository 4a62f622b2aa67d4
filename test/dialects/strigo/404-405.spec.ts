import { sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing } from '../../support/vendors.js';
import { credentials, failure, json, path } from './strigo.js';

describe('strigo: 404 and 405', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  describe('404 in the words of Strigo', () => {
    const unknown = [
      '/api/v1/academy',
      '/api/v1/academy/',
      '/api/v1/academy/users',
      '/api/v1/academy/users/token/more',
      '/api/v1/academy/users/tokens?page=1',
      '/api/v1/libro',
      '/api/v1/health/more',
      '/api/v1/members/1',
      '/api/internal/academy/v1?domain=acme.example',
      '/api/internal/academy/v2/config',
    ];
    const cases = unknown.flatMap((at) => ['GET', 'POST', 'DELETE'].map((method) => [method, at]));

    it.each(cases)('for %s %s, with credentials and without', async (method, at) => {
      for (const headers of [{}, credentials(customer)]) {
        const reply = await storingNothing(service, () => service.ask(at!, { method, headers }));
        expect(reply.body).toEqual(failure('NotFound', 'There is no such route'));
        expect(reply.status).toBe(404);
        expect(reply.headers.get('content-type')).toBe(json);
      }
    });
  });

  describe('405 for the user token call', () => {
    it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('asked with %s', async (method) => {
      const reply = await storingNothing(service, () =>
        service.ask(path, { method, headers: credentials(customer) }),
      );
      expect(reply.body).toEqual(failure('MethodNotAllowed', `This path does not support ${method}`));
      expect(reply.status).toBe(405);
      expect(reply.headers.get('allow')).toBe('POST');
      expect(reply.headers.get('content-type')).toBe(json);
    });

    it.each([
      ['/api/v1/libro/generate-token', ['GET', 'PUT', 'OPTIONS'], 'POST'],
      ['/api/v1/health', ['POST', 'DELETE', 'OPTIONS'], 'GET, HEAD'],
      ['/api/v1/members', ['POST', 'DELETE', 'OPTIONS'], 'GET, HEAD'],
      ['/api/internal/academy/v1/config', ['POST', 'DELETE'], 'GET, HEAD, OPTIONS'],
      ['/api/internal/academy/v1/success-event', ['GET', 'PUT'], 'POST, OPTIONS'],
    ])('and so for %s', async (at, methods, allow) => {
      for (const method of methods) {
        const ask = { method, headers: credentials(customer) };
        const reply = await storingNothing(service, () => service.ask(at, ask));
        expect(reply.body).toEqual(failure('MethodNotAllowed', `This path does not support ${method}`));
        expect(reply.status).toBe(405);
        expect(new Set(reply.headers.get('allow')!.split(', '))).toEqual(new Set(allow.split(', ')));
      }
    });

    it('asked with HEAD, without a body', async () => {
      const reply = await service.ask(path, { method: 'HEAD', headers: credentials(customer) });
      expect([reply.status, reply.text, reply.headers.get('allow')]).toEqual([405, '', 'POST']);
    });

    it('asked with a method and a JSON body', async () => {
      const ask = { method: 'PUT', headers: credentials(customer), json: { email: 'a@strigo.io' } };
      const reply = await storingNothing(service, () => service.ask(path, ask));
      expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
    });
  });
});
