import { newUser, type Reply, sharedService } from '../../support/service.js';
import {
  type Customer,
  deactivate,
  newCustomer,
  remove,
  storingNothing,
  tokensOf,
} from '../../support/vendors.js';
import { bearer, createUserToken, createUserTokens, expectError, path } from './sfox.js';

describe('sfox: 404 for a user that is not there', () => {
  const service = sharedService();
  let customer: Customer;
  let known: Reply['body'];

  beforeAll(async () => {
    customer = await newCustomer(service);
    known = await newUser(service, customer.ecosystemId, { externalId: 'known' });
  });

  const expectRefusalOfOne = async (userId: string) => {
    const ask = () => createUserToken(service, customer, userId);
    expectError(await storingNothing(service, ask), 404, `No such user: ${userId}`);
  };
  /** Asks for the known user and these, of whom none is there. */
  const expectRefusalOfAll = async (...ids: string[]) => {
    const before = await tokensOf(service, known);
    const ask = () => createUserTokens(service, customer, { data: ['known', ...ids, 'known'] });
    const text = `No such user: ${[...new Set(ids)].join(', ')}`;
    expectError(await storingNothing(service, ask), 404, text);
    expect(await tokensOf(service, known)).toEqual(before);
  };

  const absent: Record<string, () => Promise<string>> = {
    'an id that nobody has': async () => 'nobody',
    'an id in another case of letters': async () => 'KNOWN',
    'the e-mail address of a user': async () => {
      await newUser(service, customer.ecosystemId, { email: 'ada@acme.example' });
      return 'ada@acme.example';
    },
    'the username of a user': async () => {
      await newUser(service, customer.ecosystemId, { username: 'ada' });
      return 'ada';
    },
    "another enterprise's user, by externalId": async () => {
      const other = await newCustomer(service);
      await newUser(service, other.ecosystemId, { externalId: 'theirs' });
      return 'theirs';
    },
    "another enterprise's user, by our id": async () => {
      const other = await newCustomer(service);
      return (await newUser(service, other.ecosystemId)).id;
    },
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
    const id = await absent[which]!();
    await expectRefusalOfOne(id);
    await expectRefusalOfAll(id);
  });

  const malformed = [
    ['with white space', 'kno wn'],
    ['with a line break', 'known\n'],
    ['with a semicolon', 'known;x'],
    ['with a slash', 'a/known'],
    ['with a control character', 'known\u0007'],
    ['of 129 characters', 'x'.repeat(129)],
    ['of 129 characters of four bytes', '𝔘'.repeat(129)],
    ['that is a space', ' '],
  ];

  it.each(malformed)('an id that cannot be one: %s', async (_, id) => {
    await expectRefusalOfOne(id!);
    await expectRefusalOfAll(id!);
  });

  it('an id of U+0000 in the path', () => expectRefusalOfOne('\0'));

  it.each([
    ['empty', ''],
    ['with half a surrogate pair', 'known\ud800'],
    ['with U+0000', 'known\0'],
    ['of 100,000 characters', 'x'.repeat(100_000)],
  ])('an id among many that cannot be one: %s', (_, id) => expectRefusalOfAll(id));

  it('names every such id of many, once each and in the order of the call', () =>
    expectRefusalOfAll('nobody-2', 'no body', 'nobody-1', 'nobody-2', ''));

  it('an empty id in the path is an unknown address', async () => {
    const ask = () => service.ask(`${path}/`, { method: 'POST', headers: bearer(customer.key) });
    const reply = await storingNothing(service, ask);
    expectError(reply, 404, 'There is no such route');
    expect(reply.headers.get('allow')).toBeNull();
  });

  it('once the user is active again, there is a token', async () => {
    const user = await newUser(service, customer.ecosystemId, { externalId: 'back' });
    await deactivate(service, user);
    await expectRefusalOfOne('back');
    const at = `/v1/ecosystems/${customer.ecosystemId}/users/${user.id}`;
    await service.native('PATCH', at, service.account, { active: true });
    expect((await createUserToken(service, customer, 'back')).status).toBe(201);
  });
});
