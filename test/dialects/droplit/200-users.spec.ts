import { DataSource } from 'typeorm';
import { User } from '../../../src/users/user.entity.js';
import { introspect, newUser, type Reply, type Service, startService } from '../../support/service.js';
import { type Customer, deactivate, newCustomer, newKey, remove } from '../../support/vendors.js';
import { askUsers, createToken, json, mint } from './droplit.js';

describe('droplit: 200 for users that are read, listed and deleted', () => {
  let service: Service;
  let customer: Customer;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    customer = await newCustomer(service);
  });
  afterAll(() => service.close());

  const viewOf = (user: Reply['body']) => ({
    id: `${user.ecosystemId};${user.externalId ?? user.id}`,
    ecosystemId: user.ecosystemId,
    uniqueId: user.externalId ?? user.id,
    meta: {},
    email: user.email,
    createdAt: user.createdAt,
    access: [],
  });
  const list = (query = '', key = customer.key) =>
    askUsers(service, 'GET', key, `?ecosystemId=${customer.ecosystemId}${query}`);

  it('reads a user who was made natively', async () => {
    const given = { externalId: 'ada', email: 'Ada@acme.example' };
    const user = await newUser(service, customer.ecosystemId, given);
    for (const base of ['/api', '/v0/api']) {
      for (const subject of [`${customer.ecosystemId};ada`, `${customer.ecosystemId}%3Bada`]) {
        const headers = { authorization: customer.key };
        const reply = await service.ask(`${base}/users/${subject}`, { headers });
        expect([reply.status, reply.body]).toEqual([200, viewOf(user)]);
        expect(reply.headers.get('content-type')).toBe(json);
      }
    }
  });

  it('reads a deactivated user, who is there', async () => {
    const user = await newUser(service, customer.ecosystemId);
    await deactivate(service, user);
    const reply = await askUsers(service, 'GET', customer.key, `/${customer.ecosystemId};${user.id}`);
    expect([reply.status, reply.body]).toEqual([200, viewOf(user)]);
  });

  it('lists the users of the ecosystem and no other, the oldest first, without those that are deleted', async () => {
    expect([(await list()).status, (await list()).body]).toEqual([200, { items: [] }]);
    const users: Reply['body'][] = [];
    for (const externalId of ['c', 'a', 'b', 'd']) {
      users.push(await newUser(service, customer.ecosystemId, { externalId }));
      service.clock.advance(1);
    }
    await remove(service, users[1]);
    const other = await newCustomer(service);
    await newUser(service, other.ecosystemId, { externalId: 'theirs' });
    const wanted = { items: [users[0], users[2], users[3]].map(viewOf) };
    expect((await list()).body).toEqual(wanted);
    expect((await list('', service.account)).body).toEqual(wanted);
    const v0 = await service.ask(`/v0/api/users?ecosystemId=${customer.ecosystemId}`, {
      headers: { authorization: customer.key },
    });
    expect([v0.status, v0.body, v0.headers.get('link')]).toEqual([200, wanted, null]);
  });

  it('lists in parts, which together are the whole, each with the way to the next', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const externalId of ids) await newUser(service, customer.ecosystemId, { externalId });
    const whole = (await list()).body.items;
    const parts: Reply['body'][] = [];
    let at: string | undefined = `/api/users?ecosystemId=${customer.ecosystemId}&limit=2`;
    while (at) {
      const reply: Reply = await service.ask(at, { headers: { authorization: customer.key } });
      expect(reply.status).toBe(200);
      parts.push(reply.body.items);
      at = /^<([^>]+)>; rel="next"$/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(parts.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(parts.flat()).toEqual(whole);
    expect(new Set(whole.map(({ uniqueId }: { uniqueId: string }) => uniqueId))).toEqual(new Set(ids));
  });

  it('lists more users than one statement reads', async () => {
    const now = service.clock.now();
    const template = await newUser(service, customer.ecosystemId, { externalId: 'u-0' });
    const users = service.get(DataSource).getRepository(User);
    const row = await users.findOneByOrFail({ id: template.id });
    const more = Array.from({ length: 1200 }, (_, n) => ({
      ...row,
      ...{
        id: `bulk${customer.ecosystemId}${n}`.slice(-60),
        externalId: `u-${n + 1}`,
        createdAt: now + n + 1,
      },
    }));
    for (let from = 0; from < more.length; from += 100)
      await users.insert(more.slice(from, from + 100) as object[]);
    const { body } = await list();
    expect(body.items.map(({ uniqueId }: { uniqueId: string }) => uniqueId)).toEqual(
      Array.from({ length: 1201 }, (_, n) => `u-${n}`),
    );
  });

  it('deletes a user: every token is dead, none can be minted, and nothing personal is left', async () => {
    const at = `/${customer.ecosystemId};gone`;
    const about = { meta: { secretly: 'personal' }, email: 'gone@acme.example' };
    const put = await askUsers(service, 'PUT', customer.key, at, about);
    const secrets = [put.body.token, await mint(service, customer, 'gone', '?expiryType=Infinite')];
    const reply = await askUsers(service, 'DELETE', customer.key, at);
    expect([reply.status, reply.text]).toEqual([200, '']);
    for (const secret of secrets) expect(await introspect(service, secret)).toEqual({ active: false });
    expect((await createToken(service, customer.key, at.slice(1))).status).toBe(404);
    expect((await askUsers(service, 'GET', customer.key, at)).status).toBe(404);
    expect((await list()).body).toEqual({ items: [] });
    const row = await service
      .get(DataSource)
      .getRepository(User)
      .findOneByOrFail({ ecosystemId: customer.ecosystemId });
    expect(row).toMatchObject({ attributes: null, email: null, externalId: null, name: '' });
    expect((await askUsers(service, 'PUT', customer.key, at, {})).status).toBe(201);
    expect(await introspect(service, secrets[0]!)).toEqual({ active: false });
  });

  it('deletes under /v0/api, and a user who is deactivated', async () => {
    const user = await newUser(service, customer.ecosystemId);
    await deactivate(service, user);
    const path = `/v0/api/users/${customer.ecosystemId}%3B${user.id}`;
    const reply = await service.ask(path, { method: 'DELETE', headers: { authorization: customer.key } });
    expect([reply.status, reply.text]).toEqual([200, '']);
  });

  it('needs no permission but the one for it', async () => {
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
    const reader = await newKey(service, customer.ecosystemId, { permissions: ['users:read'] });
    const deleter = await newKey(service, customer.ecosystemId, { permissions: ['users:delete'] });
    const at = `/${customer.ecosystemId};ada`;
    expect((await askUsers(service, 'GET', reader, at)).status).toBe(200);
    expect((await list('', reader)).status).toBe(200);
    expect((await askUsers(service, 'DELETE', deleter, at)).status).toBe(200);
  });
});
