import { introspect, newToken, newUser, sharedService } from '../../support/service.js';
import {
  type Customer,
  deactivate,
  newCustomer,
  newKey,
  remove,
  storingNothing,
} from '../../support/vendors.js';
import { createUserToken, failure, json, newEmail } from './strigo.js';

describe('strigo: 403 for a user token', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  const expectRefusal = async (key: string, email: string, type: string, message: string) => {
    const reply = await storingNothing(service, () =>
      createUserToken(service, { ...customer, key }, { email, name: 'Refused' }),
    );
    expect(reply.body).toEqual(failure(type, message));
    expect(reply.status).toBe(403);
    expect(reply.headers.get('content-type')).toBe(json);
  };

  it("for a user's token as the API key, even of a user who may mint", async () => {
    const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
    const { secret } = await newToken(service, customer.ecosystemId, user.id);
    await expectRefusal(secret, newEmail(), 'Forbidden', 'This needs a token of: server, account');
  });

  it.each([
    ['tokens:mint', ['users:create', 'users:read', 'users:update']],
    ['users:create', ['tokens:mint', 'users:read', 'users:update']],
  ])('for a key without %s, whether the user is known or not', async (lacked, permissions) => {
    const email = newEmail();
    await newUser(service, customer.ecosystemId, { email });
    const key = await newKey(service, customer.ecosystemId, { permissions });
    const message = `This needs the permission ${lacked}`;
    await expectRefusal(key, email, 'Forbidden', message);
    await expectRefusal(key, newEmail(), 'Forbidden', message);
  });

  it('not for a key that has the two permissions and no other', async () => {
    const permissions = ['tokens:mint', 'users:create'];
    const key = await newKey(service, customer.ecosystemId, { permissions });
    const { status } = await createUserToken(service, { ...customer, key }, { email: newEmail() });
    expect(status).toBe(201);
  });

  it('for a deactivated user, whose tokens are dead', async () => {
    const email = newEmail();
    const user = await newUser(service, customer.ecosystemId, { email });
    const { body } = await createUserToken(service, customer, { email });
    await deactivate(service, user);
    await expectRefusal(customer.key, email, 'UserNotActive', 'User is not activated');
    expect(await introspect(service, body.data.token)).toEqual({ active: false });
  });

  it('not for a deleted user, who is unknown; the old tokens are dead', async () => {
    const email = newEmail();
    const user = await newUser(service, customer.ecosystemId, { email });
    const before = await createUserToken(service, customer, { email });
    await remove(service, user);
    const after = await createUserToken(service, customer, { email });
    expect(after.status).toBe(201);
    expect(after.body.data.user_id).not.toBe(user.id);
    expect(await introspect(service, before.body.data.token)).toEqual({ active: false });
  });
});
