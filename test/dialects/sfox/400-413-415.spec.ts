import { newUser, sharedService } from '../../support/service.js';
import {
  askRaw,
  bodyOf,
  type Customer,
  mostBytes,
  newCustomer,
  storingNothing,
} from '../../support/vendors.js';
import { bearer, expectError, path } from './sfox.js';

describe('sfox: 400, 413 and 415 for a request that cannot be read', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'client_1' });
  });

  const send = (at: string, type: string, body: string) =>
    storingNothing(service, () =>
      service.ask(at, {
        method: 'POST',
        headers: { ...bearer(customer.key), 'content-type': type },
        body,
      }),
    );

  describe.each([
    ['many user auth tokens', path],
    ['one user auth token, which needs no body', `${path}/client_1`],
  ])('for %s', (_, at) => {
    it.each([
      ['cut off', '{"data":["client_1"'],
      ['with something after it', '{"data":["client_1"]}]'],
      ['form text', 'data=client_1'],
    ])('400 for malformed JSON: %s', async (_, body) =>
      expectError(await send(at, 'application/json', body), 400, 'The body is not valid JSON'),
    );

    it('413 for a body of one byte more than 4 MiB', async () => {
      const body = bodyOf(mostBytes + 1, { data: ['client_1'] });
      expectError(await send(at, 'application/json', body), 413, 'The body is too large');
    });

    it('201 for a body of exactly 4 MiB', async () => {
      const { status } = await service.ask(at, {
        method: 'POST',
        headers: { ...bearer(customer.key), 'content-type': 'application/json' },
        body: bodyOf(mostBytes, { data: ['client_1'] }),
      });
      expect(status).toBe(201);
    });

    it.each([
      ['application/x-www-form-urlencoded', 'data=client_1', 'The body must be application/json'],
      ['text/plain', '{"data":["client_1"]}', 'The content type is not supported'],
      ['application/xml', '<data>client_1</data>', 'The content type is not supported'],
      ['nonsense', '{"data":["client_1"]}', 'The content type is not supported'],
    ])('415 for %s', async (type, body, text) => expectError(await send(at, type, body), 415, text));

    it('415 for a body without a content type', async () => {
      const body = '{"data":["client_1"]}';
      const ask = () => askRaw(service, at, bearer(customer.key), body);
      expectError(await storingNothing(service, ask), 415, 'The content type is not supported');
    });
  });

  it.each(['%', '%zz', 'client_1%f', '%ff', '%c0%af', '%ed%a0%80'])(
    '400 for bad percent-encoding in the path: %s',
    async (id) => {
      const ask = () => service.ask(`${path}/${id}`, { method: 'POST', headers: bearer(customer.key) });
      expectError(await storingNothing(service, ask), 400, 'The URL cannot be read');
    },
  );

  it('400 for an id in the path that is too long to be looked at', async () => {
    const at = `${path}/${'x'.repeat(2000)}`;
    const ask = () => service.ask(at, { method: 'POST', headers: bearer(customer.key) });
    expectError(await storingNothing(service, ask), 400, 'The URL cannot be read');
  });
});
