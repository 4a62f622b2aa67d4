import {
  introspect,
  newTenant,
  type Reply,
  type Service,
  sharedService,
  startService,
} from '../../support/service.js';
import {
  createToken,
  expectReply,
  generations,
  headersOf,
  login,
  me,
  newPerson,
  type Person,
  secret,
} from './rocketchat.js';

const path = '/api/v1/users.createToken';
const day = 24 * 60 * 60 * 1000;

/** The answer of the original: always the id, also when asked by name, and 43 characters of Meteor's alphabet. */
function expectToken(reply: Reply, user: { id: string }): void {
  const authToken = expect.stringMatching(/^[A-Za-z0-9_-]{43}$/);
  expectReply(reply, 200, { data: { userId: user.id, authToken }, success: true });
}

describe('POST /api/v1/users.createToken up to 7.x: 200', () => {
  const service = sharedService(generations['up to 7.x']);
  let admin: Person;
  let ada: Person;

  beforeAll(async () => {
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'Ada');
  });

  it.each<[string, () => object]>([
    ['userId', () => ({ userId: ada.id })],
    ['username', () => ({ username: 'Ada' })],
    ['username in another case of letters', () => ({ username: 'aDA' })],
    ['user', () => ({ user: 'ada' })],
    ['userId before username', () => ({ userId: ada.id, username: 'root' })],
    ['username, when userId is white space', () => ({ userId: ' \t', username: 'ada' })],
    ['user, when userId and username are white space', () => ({ userId: ' ', username: '', user: 'ada' })],
    ['a payload of JSON', () => ({ payload: JSON.stringify({ username: 'ada' }) })],
    ['userId among fields that are not known', () => ({ userId: ada.id, secret: 'x', colour: 'red' })],
  ])('for another user, with the permission, named by %s', async (_, body) => {
    expectToken(await createToken(service, admin, body()), ada);
  });

  it('for a form body', async () => {
    const headers = { ...admin.headers, 'content-type': 'application/x-www-form-urlencoded' };
    expectToken(await service.ask(path, { method: 'POST', headers, body: 'username=ada' }), ada);
  });

  it('for oneself, without the permission', async () => {
    expectToken(await createToken(service, ada, { userId: ada.id }), ada);
    expectToken(await createToken(service, ada, { username: 'ADA' }), ada);
  });

  it('for a client that always sends the headers of two-factor authentication', async () => {
    const headers = { ...ada.headers, 'x-2fa-code': 'x', 'x-2fa-method': 'password' };
    expectToken(await service.ask(path, { method: 'POST', headers, json: { userId: ada.id } }), ada);
  });

  it('for a user of one’s own ecosystem, where another one has that name too', async () => {
    const { ecosystemId } = await newTenant(service);
    const theirs = await newPerson(service, 'ada', {}, ecosystemId);
    const boss = await newPerson(service, 'boss', { roles: ['admin'] }, ecosystemId);
    expectToken(await createToken(service, boss, { username: 'ada' }), theirs);
    expectToken(await createToken(service, admin, { username: 'ada' }), ada);
  });
});

describe('POST /api/v1/users.createToken of 8.x: 200', () => {
  let service: Service;
  let admin: Person;
  let ada: Person;

  beforeAll(async () => {
    service = await startService(generations['8.x']);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'ada');
  });
  afterAll(() => service.close());

  it('for another user, with the permission and the secret', async () => {
    expectToken(await createToken(service, admin, { userId: ada.id, secret }), ada);
  });

  it('for oneself, with the secret but without the permission', async () => {
    expectToken(await createToken(service, ada, { userId: ada.id, secret }), ada);
  });

  it('for a form body', async () => {
    const headers = { ...ada.headers, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ userId: ada.id, secret }).toString();
    expectToken(await service.ask(path, { method: 'POST', headers, body }), ada);
  });

  it('for a client that always sends the headers of two-factor authentication', async () => {
    const headers = { ...ada.headers, 'x-2fa-code': 'x', 'x-2fa-method': 'password' };
    expectToken(await service.ask(path, { method: 'POST', headers, json: { userId: ada.id, secret } }), ada);
  });
});

describe('the token of users.createToken', () => {
  const services: Service[] = [];
  async function start(environment: Record<string, string>): Promise<[Service, Person]> {
    const service = await startService({ ...generations['up to 7.x'], ...environment });
    services.push(service);
    return [service, await newPerson(service, 'ada')];
  }
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.close()));
  });

  it.each([
    ['90 days', {}, 90],
    ['LOGIN_EXPIRATION_DAYS', { LOGIN_EXPIRATION_DAYS: '7' }, 7],
  ])('lives %s from its creation, used or not', async (_, environment, days) => {
    const [service, ada] = await start(environment);
    const { data } = (await createToken(service, ada, { userId: ada.id })).body;
    const headers = headersOf(data.userId, data.authToken);
    const end = service.clock.now() + days * day;
    expect(await introspect(service, data.authToken)).toMatchObject({
      expiry_type: 'FixedTtl',
      exp: end / 1000,
    });
    service.clock.advance(days * day - 1);
    expect((await me(service, headers)).status).toBe(200);
    service.clock.advance(1);
    expect((await me(service, headers)).status).toBe(401);
  });

  it('is what login gives: good as headers, to resume with and to log out, beside those before it', async () => {
    const [service, ada] = await start({});
    const [one, other] = [
      (await createToken(service, ada, { userId: ada.id })).body.data,
      (await createToken(service, ada, { userId: ada.id })).body.data,
    ];
    expect(one.authToken).not.toBe(other.authToken);
    expect((await login(service, { resume: one.authToken })).body.data).toMatchObject(one);
    const headers = headersOf(one.userId, one.authToken);
    expect((await service.ask('/api/v1/logout', { method: 'POST', headers })).status).toBe(200);
    expect((await me(service, headers)).status).toBe(401);
    expect((await me(service, headersOf(other.userId, other.authToken))).status).toBe(200);
    expect((await me(service, ada.headers)).status).toBe(200);
  });

  it('may do no more than the one with which it was asked for', async () => {
    const [service] = await start({});
    const root = await newPerson(service, 'root', { roles: ['admin'] });
    const boss = await newPerson(service, 'boss', { roles: ['admin'] });
    const path = `/v1/ecosystems/default/users/${root.id}/tokens`;
    const narrow = await service.native('POST', path, service.account, { permissions: ['tokens:mint'] });
    const caller = { ...root, headers: headersOf(root.id, narrow.body.secret) };
    for (const { id } of [root, boss]) {
      const { authToken } = (await createToken(service, caller, { userId: id })).body.data;
      expect(await introspect(service, authToken)).toMatchObject({ sub: id, scope: 'tokens:mint' });
    }
  });
});
