import { newToken, newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, newKey, storingNothing } from '../../support/vendors.js';
import { bearer, expectError, path } from './sfox.js';

describe.each([
  ['one user auth token', `${path}/client_1`, undefined],
  ['many user auth tokens', path, { data: ['client_1'] }],
])('sfox: 403 for %s', (_, at, json) => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'client_1' });
  });

  const expectRefusal = async (secret: string, text: string) => {
    const ask = () => service.ask(at, { method: 'POST', headers: bearer(secret), json });
    expectError(await storingNothing(service, ask), 403, text);
  };
  const serverNeeded = 'An enterprise API key is needed: the token of a server';

  it('with an account token, which has no enterprise', () => expectRefusal(service.account, serverNeeded));

  it('with an account token before which the enterprise is named', () =>
    expectRefusal(`${customer.ecosystemId}:${service.account}`, serverNeeded));

  it("with a user's token, even of a user who may mint", async () => {
    const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, customer.ecosystemId, user.id);
    await expectRefusal(secret, serverNeeded);
  });

  it('with a user auth token that sFOX itself gave', async () => {
    const headers = bearer(customer.key);
    const { body } = await service.ask(`${path}/client_1`, { method: 'POST', headers });
    await expectRefusal(body.data.token, serverNeeded);
  });

  it('with a key without tokens:mint', async () => {
    const permissions = ['users:create', 'users:read', 'users:update', 'keys:mint', 'tokens:list'];
    const key = await newKey(service, customer.ecosystemId, { permissions });
    await expectRefusal(key, 'This needs the permission tokens:mint');
  });
});
