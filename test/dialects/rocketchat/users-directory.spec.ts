import { newTenant, newUser, sharedService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  forbidden,
  type Generation,
  generations,
  get,
  invalidParams,
  newPerson,
  notLoggedIn,
  type Person,
  post,
  refusal,
} from './rocketchat.js';

const moment = '2026-11-22T12:00:00.000Z';

describe.each(bothGenerations)('users.info and users.list, %s', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let admin: Person;
  let ada: Person;
  const list = (query: Record<string, string>, caller = admin) => get(service, 'users.list', caller, query);
  const names = (reply: { body: { users: { username: string }[] } }) =>
    reply.body.users.map(({ username }) => username);
  const limited = (id: string, username: string, name: string) => ({
    ...{ _id: id, username, name, type: 'user', status: 'offline', active: true },
  });
  const full = (id: string, username: string, name: string) => ({
    ...limited(id, username, name),
    emails: [{ address: `${username.toLowerCase()}@acme.example`, verified: true }],
    roles: ['user'],
    createdAt: moment,
    _updatedAt: moment,
  });

  beforeAll(async () => {
    const given = (username: string) => ({ email: `${username}@acme.example`, name: `A ${username}` });
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'Ada', { ...given('ada'), externalId: 'customer-1' });
    for (const username of ['bob', 'cleo', 'dan']) {
      await newUser(service, 'default', { username, ...given(username), active: username !== 'dan' });
    }
    const { ecosystemId } = await newTenant(service);
    await newUser(service, ecosystemId, { username: 'foreign' });
    const gone = await newUser(service, 'default', { username: 'gone' });
    await service.native('DELETE', `/v1/ecosystems/default/users/${gone.id}`, service.account);
  });

  it('users.info, 200: by id, by username, by address and by importId', async () => {
    const body = { user: full(ada.id, 'Ada', 'A ada'), success: true };
    for (const query of [
      { userId: ada.id },
      { username: 'ADA' },
      { email: 'ADA@acme.example' },
      { importId: 'customer-1' },
    ] as Record<string, string>[]) {
      expectReply(await get(service, 'users.info', admin, query), 200, body);
      const services = { password: false, resume: { loginTokens: [] } };
      const own = { user: { ...body.user, services }, success: true };
      expectReply(await get(service, 'users.info', ada, query), 200, own);
    }
  });

  it('users.info, 400: a user who is not there; for who may not look, all others are not', async () => {
    const body = { success: false, error: 'User not found.' };
    for (const userId of ['nobody', 'a b', 'foreign', 'gone', '\0']) {
      expectReply(await get(service, 'users.info', admin, { userId }), 400, body);
    }
    expectReply(await get(service, 'users.info', ada, { username: 'bob' }), 400, body);
    expectReply(await get(service, 'users.info', ada, { userId: 'nobody' }), 400, body);
  });

  it('users.info, 400: nobody is named', async () => {
    const body = invalidParams(generation, "must have required property 'userId'");
    for (const query of [{}, { userId: ' ' }, { name: 'ada' }] as Record<string, string>[]) {
      expectReply(await get(service, 'users.info', admin, query), 400, body);
    }
  });

  it('users.list, 200: all of this workspace by username', async () => {
    const reply = await list({});
    expect({ ...reply.body, users: names(reply) }).toEqual({
      users: ['Ada', 'bob', 'cleo', 'dan', 'root'],
      ...{ count: 5, offset: 0, total: 5, success: true },
    });
    expect(reply.body.users[0]).toEqual(full(ada.id, 'Ada', 'A ada'));
  });

  it('users.list, 200: a part of them by its place, in the order that is wanted', async () => {
    const reply = await list({ offset: '1', count: '2', sort: '{"username":-1}' });
    expect({ ...reply.body, users: names(reply) }).toEqual({
      users: ['dan', 'cleo'],
      ...{ count: 2, offset: 1, total: 5, success: true },
    });
    const byAll = '{"status":1,"createdAt":1,"_id":1,"name":1,"emails.address":1}';
    const first = (await list({ sort: byAll })).body.users[0];
    expect([first.username, first.active, first.createdAt]).toEqual(['dan', false, moment]);
    expect((await list({ offset: '99' })).body).toEqual({
      ...{ users: [], count: 0, offset: 99, total: 5, success: true },
    });
  });

  it('users.list, 200: a count of 0 is the default, none is above 100', async () => {
    for (const count of ['0', '1000']) expect((await list({ count })).body.count).toBe(5);
  });

  it.each<[string, string[]]>([
    ['{"username":"bob"}', ['bob']],
    ['{"username":"BOB"}', []],
    ['{"active":false}', ['dan']],
    ['{"roles":"admin"}', ['root']],
    ['{"emails.address":"ada@acme.example"}', ['Ada']],
    ['{"name":{"$regex":"C"}}', ['cleo']],
    [
      '{"emails.address":{"$regex":"@ACME\\\\.example","$options":"i"},"active":true}',
      ['Ada', 'bob', 'cleo'],
    ],
    ['{"$or":[{"username":"bob"},{"$and":[{"active":false},{"type":"user"}]}]}', ['bob', 'dan']],
    ['{"username":{"$regex":"_"}}', []],
    ['{"type":"bot"}', []],
    ['{}', ['Ada', 'bob', 'cleo', 'dan', 'root']],
  ])('users.list, 200: query %s', async (query, found) => {
    const reply = await list({ query });
    expect({ status: reply.status, users: names(reply), total: reply.body.total }).toEqual({
      status: 200,
      users: found,
      total: found.length,
    });
  });

  it('users.list, 200: by a part of the address, and with the fields that are wanted', async () => {
    expect(names(await list({ email: 'BOB@' }))).toEqual(['bob']);
    expect((await list({ email: 'bob\0' })).body.total).toBe(0);
    const { body } = await list({ email: 'ada@', fields: '{"name":1,"username":1}' });
    expect(body.users).toEqual([{ _id: ada.id, name: 'A ada', username: 'Ada' }]);
  });

  it.each<[string, string]>([
    ['sort', '{"username":2}'],
    ['sort', '{"passwordHash":1}'],
    ['sort', 'username'],
    ['query', '{"passwordHash":"a"}'],
    ['query', '{"$where":"1"}'],
    ['query', '{"username":{"$ne":"a"}}'],
    ['query', '{"username":{"$regex":"^(a+)+$"}}'],
    ['query', '[]'],
    ['query', `${'{"$and":['.repeat(9)}${']}'.repeat(9)}`],
    ['fields', '{"name":"1"}'],
    ['fields', '{'],
  ])('users.list, 400: %s %s', async (name, value) => {
    expectReply(await list({ [name]: value }), 400, {
      ...refusal(`error-invalid-${name}`, `Invalid ${name} parameter provided: "${value}"`),
      details: { helperMethod: 'parseJsonQuery' },
    });
  });

  it('users.list, 400: an offset or a count that is no number', async () => {
    for (const query of [{ offset: 'a' }, { count: '-1' }] as Record<string, string>[]) {
      expectReply(await list(query), 400, invalidParams(generation, 'must be a whole number'));
    }
  });

  it('users.list, 403: without view-d-room', async () => {
    expectReply(await list({}, ada), 403, forbidden);
  });

  it('users.list, 200: with view-d-room alone, what everybody sees, and nobody is found by what is not', async () => {
    const update = (roles: string[]) =>
      post(service, 'permissions.update', admin, { permissions: [{ _id: 'view-d-room', roles }] });
    expect((await update(['admin', 'user'])).status).toBe(200);
    const reply = await list({}, ada);
    expect(reply.body.users.slice(0, 2)).toEqual([
      full(ada.id, 'Ada', 'A ada'),
      limited(expect.any(String) as unknown as string, 'bob', 'A bob'),
    ]);
    for (const query of [
      { query: '{"emails.address":"bob@acme.example"}' },
      { query: '{"roles":"admin"}' },
      { sort: '{"emails.address":1}' },
    ] as Record<string, string>[]) {
      expect((await list(query, ada)).status).toBe(400);
    }
    expect((await list({ email: 'bob@' }, ada)).body.total).toBe(5);
    const info = await get(service, 'users.info', ada, { username: 'bob' });
    expectReply(info, 200, { user: limited(reply.body.users[1]._id, 'bob', 'A bob'), success: true });
    await update(['admin']);
    expectReply(await list({}, ada), 403, forbidden);
  });

  it('401: without credentials', async () => {
    for (const call of ['users.info', 'users.list']) {
      expectReply(await get(service, call, undefined), 401, notLoggedIn[generation]);
    }
  });
});
