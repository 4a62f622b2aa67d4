import { newUser, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, remove, storingNothing } from '../../support/vendors.js';
import { createUserToken, failure, json, newEmail } from './strigo.js';

describe('strigo: 409 for an externalUserId that another user has', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { email: 'holder@strigo.io', externalId: 'taken' });
  });

  const expectRefusal = async (body: object) => {
    const reply = await storingNothing(service, () => createUserToken(service, customer, body));
    expect(reply.body).toEqual(failure('Conflict', 'Another user has this externalUserId'));
    expect(reply.status).toBe(409);
    expect(reply.headers.get('content-type')).toBe(json);
  };

  it('makes no user for an e-mail address that is not known', () =>
    expectRefusal({ email: newEmail(), externalUserId: 'taken' }));

  it('changes nothing of a known user, the name neither', async () => {
    const email = newEmail();
    await newUser(service, customer.ecosystemId, { email, name: 'Before' });
    await expectRefusal({ email, name: 'After', externalUserId: 'taken' });
  });

  it('does not come when the other user is of another organisation, or deleted', async () => {
    const other = await newCustomer(service);
    const there = await createUserToken(service, other, { email: newEmail(), externalUserId: 'taken' });
    expect(there.status).toBe(201);
    const gone = await newUser(service, customer.ecosystemId, { externalId: 'was-taken' });
    await remove(service, gone);
    const freed = await createUserToken(service, customer, {
      email: newEmail(),
      externalUserId: 'was-taken',
    });
    expect(freed.status).toBe(201);
  });
});
