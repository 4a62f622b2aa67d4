import { introspect, newUser, type Reply, sharedService } from '../../support/service.js';
import {
  type Customer,
  deactivate,
  newCustomer,
  remove,
  storingNothing,
  tokensOf,
} from '../../support/vendors.js';
import { createToken, expectFaults, fault, type Fault, mint } from './droplit.js';

describe('droplit: 404 for a user token', () => {
  const service = sharedService();
  let customer: Customer;
  let other: Customer;
  let theirs: Reply['body'];

  beforeAll(async () => {
    customer = await newCustomer(service);
    other = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
    theirs = await newUser(service, other.ecosystemId, { externalId: 'theirs' });
  });

  const expectRefusal = async (secret: string, subject: string, expected: Fault) => {
    const reply = await storingNothing(service, () => createToken(service, secret, subject));
    expectFaults(reply, 404, 'NotFound', expected);
  };

  describe('Ecosystem Not Found', () => {
    it('one that never was', async () => {
      await expectRefusal(customer.key, 'nowhere;ada', fault.ecosystem);
      await expectRefusal(service.account, 'nowhere;ada', fault.ecosystem);
    });

    it('one in another case of letters', () =>
      expectRefusal(service.account, `${customer.ecosystemId.toUpperCase()};ada`, fault.ecosystem));

    it('one that was deleted, whose tokens are dead', async () => {
      const gone = await newCustomer(service);
      await newUser(service, gone.ecosystemId, { externalId: 'ada' });
      const secret = await mint(service, gone, 'ada', '?expiryType=Infinite');
      await service.native('DELETE', `/v1/ecosystems/${gone.ecosystemId}`, service.account);
      await expectRefusal(service.account, `${gone.ecosystemId};ada`, fault.ecosystem);
      expect(await introspect(service, secret)).toEqual({ active: false });
    });

    it("another tenant's, for a server token, with a user who is there and one who is not", async () => {
      await expectRefusal(customer.key, `${other.ecosystemId};theirs`, fault.ecosystem);
      await expectRefusal(customer.key, `${other.ecosystemId};nobody`, fault.ecosystem);
      expect(await tokensOf(service, theirs)).toEqual([]);
    });
  });

  describe('User Not Found', () => {
    const absent: Record<string, () => Promise<string>> = {
      'an id that nobody has': async () => 'nobody',
      'an id in another case of letters': async () => 'ADA',
      "another tenant's user, by externalId": async () => 'theirs',
      "another tenant's user, by our id": async () => theirs.id,
      'a deactivated user': async () => {
        await deactivate(service, await newUser(service, customer.ecosystemId, { externalId: 'asleep' }));
        return 'asleep';
      },
      'a deleted user, by externalId': async () => {
        await remove(service, await newUser(service, customer.ecosystemId, { externalId: 'gone' }));
        return 'gone';
      },
      'a deleted user, by our id': async () => {
        const user = await newUser(service, customer.ecosystemId);
        await remove(service, user);
        return user.id;
      },
    };

    it.each(Object.keys(absent))('%s', async (which) => {
      const userId = await absent[which]!();
      const subject = `${customer.ecosystemId};${userId}`;
      await expectRefusal(customer.key, subject, fault.id(`No such user: ${userId}`));
      await expectRefusal(service.account, subject, fault.id(`No such user: ${userId}`));
    });
  });

  it.each([
    ['deactivated', deactivate],
    ['deleted', remove],
  ])('the tokens of a user who was %s are dead at once', async (how, end) => {
    const externalId = `was-${how}`;
    const user = await newUser(service, customer.ecosystemId, { externalId });
    const secrets = [
      await mint(service, customer, externalId, '?expiryType=Infinite'),
      await mint(service, customer, externalId, '?expiryType=SlidingTtl'),
      await mint(service, customer, externalId),
    ];
    for (const secret of secrets) expect(await introspect(service, secret)).toMatchObject({ active: true });
    await end(service, user);
    for (const secret of secrets) expect(await introspect(service, secret)).toEqual({ active: false });
  });
});
