import { newUser, sharedService } from '../../support/service.js';
import { type Customer, deadSecrets, newCustomer, storingNothing } from '../../support/vendors.js';
import { bearer, expectError, path } from './sfox.js';

describe.each([
  ['one user auth token', `${path}/client_1`, undefined],
  ['many user auth tokens', path, { data: ['client_1'] }],
])('sfox: 401 for %s', (_, at, json) => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'client_1' });
  });

  const expectRefusal = async (headers: Record<string, string>) => {
    const ask = () => service.ask(at, { method: 'POST', headers, json });
    expectError(await storingNothing(service, ask), 401, 'The API key is missing or incorrect');
  };

  it.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['the scheme without a key', { authorization: 'Bearer' }],
    ['two keys', { authorization: 'Bearer one two' }],
    ['the key in another header', { 'x-api-key': 'garbage' }],
  ])('with %s', (_, headers) => expectRefusal(headers as Record<string, string>));

  it('with another scheme', () => expectRefusal({ authorization: `Basic ${btoa(`:${customer.key}`)}` }));

  it('with a key that lacks its last character', () => expectRefusal(bearer(customer.key.slice(0, -1))));

  it('with the key of another enterprise before which this one is named', async () => {
    const other = await newCustomer(service);
    await expectRefusal(bearer(`${customer.ecosystemId}:${other.key}`));
  });

  it.each(Object.keys(deadSecrets))('with %s', async (which) => {
    await expectRefusal(bearer(await deadSecrets[which]!(service, customer)));
  });

  it('not with the key itself', async () => {
    const { status } = await service.ask(at, { method: 'POST', headers: bearer(customer.key), json });
    expect(status).toBe(201);
  });
});
