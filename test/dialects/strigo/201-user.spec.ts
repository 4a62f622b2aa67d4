import { introspect, newUser, type Reply, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, remove, storingNothing } from '../../support/vendors.js';
import { anId, createUserToken, newEmail } from './strigo.js';

describe('strigo: 201 identifies the user', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
  });

  /** The user to whom the token of this body belongs, as the native API shows it. */
  const identify = async (body: object, as = customer): Promise<Reply['body']> => {
    const minted = await createUserToken(service, as, body);
    expect(minted.status).toBe(201);
    return view(minted.body.data.user_id, as);
  };
  const view = async (id: string, { ecosystemId } = customer): Promise<Reply['body']> => {
    const { body } = await service.native(
      'GET',
      `/v1/ecosystems/${ecosystemId}/users/${id}`,
      service.account,
    );
    return body;
  };
  const now = () => new Date(service.clock.now()).toISOString();

  it('makes a user for an e-mail address that is not known', async () => {
    const given = { email: 'new@strigo.io', name: 'New One', externalUserId: 'external-1' };
    expect(await identify(given)).toEqual({
      id: expect.stringMatching(anId),
      ecosystemId: customer.ecosystemId,
      username: null,
      email: 'new@strigo.io',
      name: 'New One',
      externalId: 'external-1',
      roles: ['user'],
      active: true,
      hasPassword: false,
      createdAt: now(),
      updatedAt: now(),
    });
  });

  it('takes an e-mail address without a dot, as a user has it by the native API', async () => {
    const user = await newUser(service, customer.ecosystemId, { email: 'ada@localhost' });
    expect((await identify({ email: 'ada@localhost' })).id).toBe(user.id);
  });

  it.each([
    ['left out', {}],
    ['empty, the default of both', { name: '', externalUserId: '' }],
    ['null', { name: null, externalUserId: null }],
  ])('makes a user without name and externalUserId when they are %s', async (_, given) => {
    const user = await identify({ email: newEmail(), ...given });
    expect(user).toMatchObject({ name: '', externalId: null });
  });

  it('updates name and externalUserId of a known user, and nothing else', async () => {
    const user = await newUser(service, customer.ecosystemId, {
      username: 'known',
      email: 'known@strigo.io',
      name: 'Old',
      externalId: 'old',
      password: 'correct horse battery staple',
      roles: ['admin'],
    });
    service.clock.advance(5000);
    const identified = await identify({ email: 'known@strigo.io', name: 'New', externalUserId: 'new' });
    expect(identified).toEqual({ ...user, name: 'New', externalId: 'new', updatedAt: now() });
  });

  it('leaves a known user as it is for a key without users:update, and mints', async () => {
    const keys = `/v1/ecosystems/${customer.ecosystemId}/server-tokens`;
    const minted = await service.native('POST', keys, service.account, {
      permissions: ['tokens:mint', 'users:create'],
    });
    const email = newEmail();
    const user = await newUser(service, customer.ecosystemId, { email, name: 'Kept' });
    const reply = await service.ask('/api/v1/academy/users/token', {
      method: 'POST',
      headers: { authorization: `Bearer ${customer.ecosystemId}:${minted.body.secret}` },
      json: { email, name: 'Changed', externalUserId: 'changed' },
    });
    expect(reply.status).toBe(201);
    expect(await introspect(service, reply.body.data.token)).toMatchObject({ active: true, sub: user.id });
    expect(await view(user.id)).toEqual(user);
  });

  it.each([
    ['name', { name: 'Changed' }, { name: 'Changed' }],
    ['externalUserId', { externalUserId: 'changed' }, { externalId: 'changed' }],
  ])('updates only the %s when only that is given', async (_, given, expected) => {
    const email = newEmail();
    const user = await newUser(service, customer.ecosystemId, { email, name: 'Kept', externalId: email });
    expect(await identify({ email, ...given })).toEqual({ ...user, ...expected, updatedAt: now() });
  });

  it.each([
    ['neither is given', {}],
    ['both are empty, the default of both', { name: '', externalUserId: '' }],
    ['both are null', { name: null, externalUserId: null }],
    ['both are what they were', { name: 'Same', externalUserId: 'same' }],
  ])('leaves a known user as it is when %s', async (_, given) => {
    const email = newEmail();
    const other = await newCustomer(service);
    const user = await newUser(service, other.ecosystemId, { email, name: 'Same', externalId: 'same' });
    service.clock.advance(5000);
    expect(await identify({ email, ...given }, other)).toEqual(user);
  });

  it('knows an e-mail address in any case of letters, and keeps it as it was first written', async () => {
    const first = await identify({ email: 'Ada.Lovelace@Strigo.io' });
    const second = await identify({ email: 'ADA.LOVELACE@strigo.IO' });
    expect(second).toEqual(first);
    expect(second.email).toBe('Ada.Lovelace@Strigo.io');
  });

  it('makes one user of many calls at once for a new e-mail address', async () => {
    const body = { email: 'race@strigo.io', name: 'Race' };
    const calls = Array.from({ length: 20 }, () => createUserToken(service, customer, body));
    const replies = await Promise.all(calls);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    expect(new Set(replies.map((reply) => reply.body.data.user_id)).size).toBe(1);
    expect(new Set(replies.map((reply) => reply.body.data.token)).size).toBe(20);
  });

  it('keeps the same e-mail address of two organisations apart', async () => {
    const other = await newCustomer(service);
    const here = await identify({ email: 'both@strigo.io', name: 'Here' });
    const there = await identify({ email: 'both@strigo.io', name: 'There' }, other);
    expect(there.id).not.toBe(here.id);
    expect(there.ecosystemId).toBe(other.ecosystemId);
    expect(await view(here.id)).toEqual(here);
  });

  it('makes a new user for the e-mail address of a deleted one', async () => {
    const gone = await identify({ email: 'again@strigo.io', name: 'Gone', externalUserId: 'again' });
    await remove(service, gone);
    const back = await identify({ email: 'again@strigo.io' });
    expect(back.id).not.toBe(gone.id);
    expect(back).toMatchObject({ email: 'again@strigo.io', name: '', externalId: null });
  });

  it.each([
    ['a name of 200 characters of four bytes', { name: '𝔘'.repeat(200) }, { name: '𝔘'.repeat(200) }],
    [
      'an externalUserId of 128 characters of four bytes',
      { externalUserId: '𝔘'.repeat(128) },
      { externalId: '𝔘'.repeat(128) },
    ],
  ])('takes %s', async (_, given, expected) => {
    expect(await identify({ email: newEmail(), ...given })).toMatchObject(expected);
  });

  it('sees that a refused call stores something when it does: the control of the 4xx tests', async () => {
    const body = { email: 'control@strigo.io' };
    const asked = storingNothing(service, () => createUserToken(service, customer, body));
    await expect(asked).rejects.toThrow('toEqual');
  });
});
