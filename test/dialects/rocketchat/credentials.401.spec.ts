import { newTenant, newToken, newUser, sharedService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  type Generation,
  generations,
  headersOf,
  newPerson,
  notLoggedIn,
  type Person,
} from './rocketchat.js';

const routes = ['POST users.createToken', 'POST logout', 'GET logout', 'GET me'];

describe.each(bothGenerations)('X-Auth-Token and X-User-Id, %s: 401 alike', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let ada: Person;

  beforeAll(async () => {
    ada = await newPerson(service, 'ada');
  });

  async function expectRefused(headers: Record<string, string>): Promise<void> {
    for (const route of routes) {
      const [method, name] = route.split(' ');
      const json = method === 'POST' ? {} : undefined;
      const reply = await service.ask(`/api/v1/${name}`, { method, headers, json });
      expectReply(reply, 401, notLoggedIn[generation]);
    }
  }

  it.each<[string, () => Record<string, string>]>([
    ['neither', () => ({})],
    ['the token alone', () => ({ 'x-auth-token': ada.authToken })],
    ['the id alone', () => ({ 'x-user-id': ada.id })],
    ['an empty token', () => headersOf(ada.id, '')],
    ['an empty id', () => headersOf('', ada.authToken)],
    ['an unknown token', () => headersOf(ada.id, 'x')],
    ['a token of the right form', () => headersOf(ada.id, 'A'.repeat(43))],
    ['the id in another case of letters', () => headersOf(ada.id.toUpperCase(), ada.authToken)],
    ['the username for the id', () => headersOf('ada', ada.authToken)],
    ['a token and an id of 5,000 characters', () => headersOf('x'.repeat(5000), 'x'.repeat(5000))],
    ['the token in Authorization', () => ({ authorization: `Bearer ${ada.authToken}`, 'x-user-id': ada.id })],
  ])('for %s', async (_, headers) => {
    await expectRefused(headers());
  });

  it('for the token of one user with the id of another, in the same and in another ecosystem', async () => {
    const { ecosystemId } = await newTenant(service);
    const neighbour = await newPerson(service, 'bob');
    const stranger = await newPerson(service, 'bob', {}, ecosystemId);
    for (const other of [neighbour, stranger]) {
      await expectRefused(headersOf(ada.id, other.authToken));
      await expectRefused(headersOf(other.id, ada.authToken));
    }
  });

  it('for keys: a server’s and an account’s token are no user’s', async () => {
    const { server } = await newTenant(service);
    for (const key of [server, service.account]) {
      const { tokenId } = (await service.native('GET', '/v1/self', key)).body;
      for (const id of [ada.id, tokenId, 'null']) await expectRefused(headersOf(id, key));
    }
  });

  it('for tokens that have expired, were revoked, or whose user was deactivated or deleted', async () => {
    const path = (id: string) => `/v1/ecosystems/default/users/${id}`;
    const expired = await newToken(service, 'default', ada.id, { ttl: 1 });
    service.clock.advance(1000);
    await expectRefused(headersOf(ada.id, expired.secret));

    const revoked = await newToken(service, 'default', ada.id);
    await service.native('DELETE', `/v1/ecosystems/default/tokens/${revoked.token.id}`, service.account);
    await expectRefused(headersOf(ada.id, revoked.secret));

    const idle = await newUser(service, 'default');
    const ofIdle = await newToken(service, 'default', idle.id);
    await service.native('PATCH', path(idle.id), service.account, { active: false });
    await expectRefused(headersOf(idle.id, ofIdle.secret));

    const gone = await newUser(service, 'default');
    const ofGone = await newToken(service, 'default', gone.id);
    await service.native('DELETE', path(gone.id), service.account);
    await expectRefused(headersOf(gone.id, ofGone.secret));
  });

  it('for users of a deleted ecosystem', async () => {
    const { ecosystemId } = await newTenant(service);
    const eve = await newPerson(service, 'eve', {}, ecosystemId);
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}`, service.account);
    await expectRefused(eve.headers);
  });
});
