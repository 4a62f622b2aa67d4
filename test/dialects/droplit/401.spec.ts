import { newUser, sharedService } from '../../support/service.js';
import { type Customer, deadSecrets, newCustomer, storingNothing } from '../../support/vendors.js';
import { createToken, expectFaults, fault } from './droplit.js';

describe.each(['/api', '/v0/api'])('droplit: 401 for a user token under %s', (base) => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  const expectRefusal = async (headers: Record<string, string>, message: string) => {
    const at = `${base}/users/${customer.ecosystemId};ada/tokens`;
    const reply = await storingNothing(service, () => service.ask(at, { method: 'POST', headers }));
    expectFaults(reply, 401, 'Unauthorized', fault.authorization(message));
  };
  const notValid = 'The token is not valid';
  const notThere = 'This needs a token in the header Authorization';

  it.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['the token in another header', { 'x-auth-token': 'garbage' }],
  ])('with %s', (_, headers) => expectRefusal(headers as Record<string, string>, notThere));

  it.each(Object.keys(deadSecrets))('with %s', async (which) => {
    await expectRefusal({ authorization: await deadSecrets[which]!(service, customer) }, notValid);
  });

  it('with a token that lacks its last character', () =>
    expectRefusal({ authorization: customer.key.slice(0, -1) }, notValid));

  it('with two tokens', () => expectRefusal({ authorization: `${customer.key} ${customer.key}` }, notValid));

  it('with another scheme', () =>
    expectRefusal({ authorization: `Basic ${btoa(`:${customer.key}`)}` }, notValid));

  it('also for an id that cannot be one and a query that is not allowed', async () => {
    const reply = await createToken(service, 'garbage', 'nonsense', '?ttl=abc');
    expectFaults(reply, 401, 'Unauthorized', fault.authorization(notValid));
  });
});
