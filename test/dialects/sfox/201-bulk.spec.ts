import { DataSource } from 'typeorm';
import { User } from '../../../src/users/user.entity.js';
import { introspect, newUser, type Reply, sharedService } from '../../support/service.js';
import { type Customer, newCustomer, storingNothing, tokensOf } from '../../support/vendors.js';
import { aToken, aTokenOf, bearer, createUserTokens, expectError, json, path } from './sfox.js';

const day = 24 * 60 * 60 * 1000;

describe('sfox: 201 for many user auth tokens', () => {
  const service = sharedService();
  let customer: Customer;
  const one = '156c5beb-7c9f-4f68-83c0-9479703ac490';
  const two = '236f5cdc-7h82-6fh3-h37s-9382840de46575';
  const users: Record<string, Reply['body']> = {};

  beforeAll(async () => {
    customer = await newCustomer(service);
    for (const externalId of [one, two]) {
      users[externalId] = await newUser(service, customer.ecosystemId, { externalId });
    }
  });

  it.each([
    ['shell and Python', `{ "data": ["${one}", "${two}"]}`, [one, two]],
    ['Node.js, which names one user twice', JSON.stringify({ data: [one, one] }), [one, one]],
  ])("answers the vendor's example of %s, with ids in place of ${USER_ID}", async (_, body, ids) => {
    const headers = { ...bearer(customer.key), 'content-type': 'application/json' };
    const reply = await service.ask(path, { method: 'POST', headers, body });
    expect(reply.body).toEqual({ data: ids.map((id) => aTokenOf(service, id)) });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe(json);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    for (const [index, id] of ids.entries()) {
      const said = await introspect(service, reply.body.data[index].token);
      expect(said).toMatchObject({ active: true, sub: users[id].id });
    }
  });

  it('answers a list also for one user', async () => {
    const reply = await createUserTokens(service, customer, { data: [one] });
    expect([reply.status, reply.body]).toEqual([201, { data: [aTokenOf(service, one)] }]);
  });

  it('gives tokens that are all live for 24 hours to the millisecond', async () => {
    const { body } = await createUserTokens(service, customer, { data: [one, two] });
    const active = () =>
      Promise.all(body.data.map(async ({ token }: { token: string }) => introspect(service, token)));
    service.clock.advance(day - 1);
    expect((await active()).map((said) => said.active)).toEqual([true, true]);
    service.clock.advance(1);
    expect(await active()).toEqual([{ active: false }, { active: false }]);
  });

  it('answers in the order in which the users are named, each by externalId or by id, as often as named', async () => {
    const byId = await newUser(service, customer.ecosystemId);
    const ids = [two, byId.id, users[one].id, two, one, byId.id];
    const { status, body } = await createUserTokens(service, customer, { data: ids });
    expect([status, body]).toEqual([201, { data: ids.map((id) => aTokenOf(service, id)) }]);
    const owners = await Promise.all(
      body.data.map(async ({ token }: { token: string }) => (await introspect(service, token)).sub),
    );
    const [first, second] = [users[one].id, users[two].id];
    expect(owners).toEqual([second, byId.id, first, second, first, byId.id]);
    expect(new Set(body.data.map(({ token }: { token: string }) => token)).size).toBe(ids.length);
    expect(await tokensOf(service, byId)).toHaveLength(2);
  });

  it('ignores fields that it does not know', async () => {
    const asked = { data: [one], partnerUserIDs: ['nobody'] };
    const { status, body } = await createUserTokens(service, customer, asked);
    expect([status, body]).toEqual([201, { data: [aTokenOf(service, one)] }]);
  });

  it('takes ids of 128 characters of four bytes', async () => {
    const ids = ['𝔘'.repeat(128), '𝔙'.repeat(128)];
    for (const externalId of ids) await newUser(service, customer.ecosystemId, { externalId });
    const { status, body } = await createUserTokens(service, customer, { data: ids });
    expect([status, body]).toEqual([201, { data: ids.map((id) => aTokenOf(service, id)) }]);
  });

  describe('of 10,000 users', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `client_account_${index}`);

    beforeAll(async () => {
      const repository = service.get(DataSource).getRepository(User);
      const now = service.clock.now();
      const rows = ids.map((externalId, index) => ({
        ...{ id: `row-${index}`, ecosystemId: customer.ecosystemId, externalId },
        ...{ name: '', roles: ['user'], active: true, createdAt: now, updatedAt: now },
      }));
      for (let from = 0; from < rows.length; from += 500) {
        await repository.insert(rows.slice(from, from + 500));
      }
    });

    it('gives each of them a token of their own, in one call', async () => {
      const reply = await createUserTokens(service, customer, { data: ids });
      expect(reply.status).toBe(201);
      const { expires } = aTokenOf(service, '') as { expires: string };
      const data: { token: string }[] = reply.body.data;
      expect(data).toEqual(
        ids.map((id, index) => ({ token: data[index]!.token, partner_user_id: id, expires })),
      );
      expect(data.filter(({ token }) => !aToken.test(token))).toEqual([]);
      expect(new Set(data.map(({ token }) => token)).size).toBe(10_000);
      for (const index of [0, 4999, 9999]) {
        const said = await introspect(service, data[index]!.token);
        expect(said).toMatchObject({ active: true, sub: `row-${index}` });
      }
    });

    it('counts a user who is named 10,000 times as 10,000', async () => {
      const { status, body } = await createUserTokens(service, customer, { data: ids.map(() => one) });
      expect(status).toBe(201);
      expect(new Set(body.data.map(({ token }: { token: string }) => token)).size).toBe(10_000);
    });

    it('refuses one more, 422, and mints for none of them', async () => {
      const data = [...ids, one];
      const ask = () => createUserTokens(service, customer, { data });
      const reply = await storingNothing(service, ask);
      expectError(reply, 422, 'data: must hold at most 10000 user ids');
    });

    it('refuses all 10,000 when the last one is unknown, 404, and mints for none of them', async () => {
      const data = [...ids.slice(1), 'nobody'];
      const ask = () => createUserTokens(service, customer, { data });
      const reply = await storingNothing(service, ask);
      expectError(reply, 404, 'No such user: nobody');
    });
  });
});
