import { DataSource } from 'typeorm';
import { User } from '../../../src/users/user.entity.js';
import { introspect, newUser, type Reply, type Service, startService } from '../../support/service.js';
import { type Customer, deactivate, newCustomer, newKey } from '../../support/vendors.js';
import { bearer, createUserToken, createUserTokens, json } from './sfox.js';
import { deactivateUser, listUsers, readUser, register, viewOf } from './users.js';

describe('sfox: 200 and 201 for end users', () => {
  let service: Service;
  let customer: Customer;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    customer = await newCustomer(service);
  });
  afterAll(() => service.close());

  it("201 for the vendor's example, who is there then and gets tokens", async () => {
    const reply = await register(service, customer);
    expect(reply.body).toEqual({ data: viewOf() });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe(json);
    const read = await readUser(service, customer, 'client_account_1');
    expect([read.status, read.body]).toEqual([200, { data: viewOf() }]);
    expect((await createUserToken(service, customer, 'client_account_1')).status).toBe(201);
  });

  it('keeps no more of the user than it gives back', async () => {
    await register(service, customer);
    const users = service.get(DataSource).getRepository(User);
    const row = await users.findOneByOrFail({ ecosystemId: customer.ecosystemId });
    expect(row).toMatchObject({ externalId: 'client_account_1', name: 'Sean Fox', roles: ['user'] });
    expect(row.attributes).toEqual({
      sfox: {
        ...{ account_type: 'individual', account_role: 'client', first_name: 'Sean', last_name: 'Fox' },
        phone_number: '+12223334444',
      },
    });
  });

  it('201 for an advisor that is a corporation, and for a client of the advisor', async () => {
    const advisor = { user_id: 'advisor_1', account_role: 'advisor', account_type: 'corporation' };
    const made = await register(service, customer, { ...advisor, email: 'advisor@acme.example' });
    const view = { user_id: 'advisor_1', account_role: 'Advisor', account_type: 'corporation' };
    expect(made.body).toEqual({ data: viewOf({ ...view, email: 'advisor@acme.example' }) });
    const client = await register(service, customer, { advisor_user_id: 'advisor_1' });
    expect([client.status, client.body]).toEqual([201, { data: viewOf({ advisor_user_id: 'advisor_1' }) }]);
  });

  it('tells of a user who was made otherwise what there is to tell', async () => {
    const user = await newUser(service, customer.ecosystemId, { name: 'Ada Lovelace' });
    const told = {
      ...{ user_id: user.id, email: null, first_name: 'Ada Lovelace', last_name: '', phone_number: null },
    };
    const reply = await readUser(service, customer, user.id);
    expect([reply.status, reply.body]).toEqual([200, { data: viewOf(told) }]);
  });

  describe('the list', () => {
    const ids = ({ body }: Reply) => body.data.map(({ user_id }: { user_id: string }) => user_id);
    const five = async () => {
      for (const [index, account_role] of ['client', 'advisor', 'client', 'client', 'advisor'].entries()) {
        const user_id = `user-${index}`;
        await register(service, customer, { user_id, account_role, email: `${user_id}@acme.example` });
        service.clock.advance(1);
      }
    };

    it('holds all of the enterprise and no other, the oldest first', async () => {
      const empty = await listUsers(service, customer);
      expect([empty.status, empty.body]).toEqual([200, { data: [] }]);
      await five();
      await register(service, await newCustomer(service), { user_id: 'theirs' });
      const reply = await listUsers(service, customer);
      expect(ids(reply)).toEqual(['user-0', 'user-1', 'user-2', 'user-3', 'user-4']);
      expect(reply.body.data[1]).toEqual(
        viewOf({ user_id: 'user-1', email: 'user-1@acme.example', account_role: 'Advisor' }),
      );
      expect(reply.headers.get('link')).toBeNull();
    });

    it('holds those of one role, whatever else the query says', async () => {
      await five();
      const clients = await listUsers(service, customer, '?accountRole=client&colour=red');
      expect(ids(clients)).toEqual(['user-0', 'user-2', 'user-3']);
      expect(ids(await listUsers(service, customer, '?accountRole=advisor'))).toEqual(['user-1', 'user-4']);
    });

    it('comes in parts, which together are the whole, each with the way to the next', async () => {
      await five();
      const parts: string[][] = [];
      let query: string | undefined = '?accountRole=client&limit=2';
      while (query !== undefined) {
        const reply: Reply = await listUsers(service, customer, query);
        expect(reply.status).toBe(200);
        parts.push(ids(reply));
        const next = /^<\/v1\/enterprise\/users(\?[^>]+)>; rel="next"$/;
        query = next.exec(reply.headers.get('link') ?? '')?.[1];
      }
      expect(parts).toEqual([['user-0', 'user-2'], ['user-3']]);
    });

    it('is without users who were deactivated, natively or here', async () => {
      await five();
      await deactivateUser(service, customer, 'user-2');
      const { ecosystemId } = customer;
      const users = service.get(DataSource).getRepository(User);
      const { id } = await users.findOneByOrFail({ ecosystemId, externalId: 'user-3' });
      await deactivate(service, { ecosystemId, id });
      expect(ids(await listUsers(service, customer))).toEqual(['user-0', 'user-1', 'user-4']);
    });
  });

  it('200 for a user who is deactivated: all tokens are dead, none can be minted, the user is in no list', async () => {
    await register(service, customer);
    const { body } = await createUserToken(service, customer, 'client_account_1');
    const many = await createUserTokens(service, customer, {
      data: ['client_account_1', 'client_account_1'],
    });
    const secrets: string[] = [body.data, ...many.body.data].map(({ token }) => token);
    const reply = await deactivateUser(service, customer, 'client_account_1');
    expect([reply.status, reply.text]).toEqual([200, '']);
    for (const secret of secrets) expect(await introspect(service, secret)).toEqual({ active: false });
    expect((await createUserToken(service, customer, 'client_account_1')).status).toBe(404);
    expect((await createUserTokens(service, customer, { data: ['client_account_1'] })).status).toBe(404);
    expect((await readUser(service, customer, 'client_account_1')).status).toBe(404);
    expect((await listUsers(service, customer)).body).toEqual({ data: [] });
    const users = service.get(DataSource).getRepository(User);
    const row = await users.findOneByOrFail({ ecosystemId: customer.ecosystemId });
    expect(row).toMatchObject({ attributes: null, email: null, externalId: null, name: '' });
  });

  it('a user_id that is free again may be registered again, and its old tokens stay dead', async () => {
    await register(service, customer);
    const { body } = await createUserToken(service, customer, 'client_account_1');
    await deactivateUser(service, customer, 'client_account_1');
    expect((await register(service, customer)).status).toBe(201);
    expect(await introspect(service, body.data.token)).toEqual({ active: false });
  });

  it('needs no permission but the one for it', async () => {
    const key = (permission: string) => newKey(service, customer.ecosystemId, { permissions: [permission] });
    const { ecosystemId } = customer;
    expect((await register(service, { ecosystemId, key: await key('users:create') })).status).toBe(201);
    const reader = { ecosystemId, key: await key('users:read') };
    expect((await readUser(service, reader, 'client_account_1')).status).toBe(200);
    expect((await listUsers(service, reader)).status).toBe(200);
    const deleter = { ecosystemId, key: await key('users:delete') };
    expect((await deactivateUser(service, deleter, 'client_account_1')).status).toBe(200);
  });

  it('takes a GET with a content type and no body', async () => {
    const headers = { ...bearer(customer.key), 'content-type': 'application/json' };
    expect((await service.ask('/v1/enterprise/users', { headers })).status).toBe(200);
  });
});
