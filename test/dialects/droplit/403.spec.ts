import { newToken, newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, newKey, storingNothing } from '../../support/vendors.js';
import { createToken, expectFaults, fault, mint } from './droplit.js';

describe('droplit: 403 for a user token', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  const expectRefusal = async (secret: string, message: string) => {
    for (const userId of ['ada', 'nobody']) {
      const subject = `${customer.ecosystemId};${userId}`;
      const reply = await storingNothing(service, () => createToken(service, secret, subject));
      expectFaults(reply, 403, 'Forbidden', fault.authorization(message));
    }
  };
  const wrongHolder = 'This needs a token of: account, server';

  it("with a user's token, even of a user who may mint, and for oneself", async () => {
    const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, customer.ecosystemId, user.id);
    await expectRefusal(secret, wrongHolder);
    const subject = `${customer.ecosystemId};${user.id}`;
    const reply = await createToken(service, secret, subject);
    expectFaults(reply, 403, 'Forbidden', fault.authorization(wrongHolder));
  });

  it('with a user token that Droplit itself gave', async () =>
    expectRefusal(await mint(service, customer, 'ada'), wrongHolder));

  it('with a server token without tokens:mint', async () => {
    const permissions = ['users:create', 'users:read', 'users:update', 'keys:mint', 'tokens:list'];
    const key = await newKey(service, customer.ecosystemId, { permissions });
    await expectRefusal(key, 'This needs the permission tokens:mint');
  });

  it('with an account token without tokens:mint', async () => {
    const asked = { expiryType: 'Infinite', permissions: ['users:read'] };
    const { body } = await service.native('POST', '/v1/account-tokens', service.account, asked);
    await expectRefusal(body.secret, 'This needs the permission tokens:mint');
  });
});
