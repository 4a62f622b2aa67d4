import { newUser, type Service, sharedService } from '../../support/service.js';
import {
  at,
  createToken,
  expectReply,
  generations,
  headersOf,
  login,
  me,
  newPerson,
  notLoggedIn,
  unknownUser,
} from './rocketchat.js';

/** Which ecosystem is meant: the one whose `domain` is the Host, else the default one (docs/wire.md#what-the-vendors-leave-open). */
describe('the workspace that Rocket.Chat clients reach by the host', () => {
  const password = 'correct horse battery staple';
  const service = sharedService(generations['up to 7.x']);
  let here: Service;
  let there: Service;
  let ada: Record<'acme' | 'other' | 'default', { id: string }>;

  beforeAll(async () => {
    here = at(service, 'chat.acme.example');
    there = at(service, 'talk.other.example:8443');
    for (const [id, domain] of Object.entries({ acme: 'Chat.Acme.example', other: 'talk.other.example' })) {
      await service.native('POST', '/v1/ecosystems', service.account, { id, name: id, domain });
    }
    const given = { username: 'ada', password };
    ada = {
      acme: await newUser(service, 'acme', given),
      other: await newUser(service, 'other', given),
      default: await newUser(service, 'default', given),
    };
  });

  it.each([
    ['acme', 'chat.acme.example'],
    ['acme', 'CHAT.acme.example:3000'],
    ['other', 'talk.other.example'],
    ['default', 'unknown.example'],
    ['default', '127.0.0.1:3000'],
    ['default', '[::1]:3000'],
    ['default', 'localhost'],
  ] as const)(
    'is %s for %s: login leads there, and the two headers are good there',
    async (ecosystem, host) => {
      const asked = at(service, host);
      const { status, body } = await login(asked, { user: 'ada', password });
      expect({ status, userId: body.data.userId }).toEqual({ status: 200, userId: ada[ecosystem].id });
      expect((await me(asked, headersOf(body.data.userId, body.data.authToken))).status).toBe(200);
    },
  );

  it('401: login with a user of another workspace than the host’s', async () => {
    await newUser(service, 'acme', { username: 'bob', password });
    expect((await login(here, { user: 'bob', password })).status).toBe(200);
    for (const elsewhere of [there, service]) {
      expectReply(await login(elsewhere, { user: 'bob', password }), 401, {
        status: 'error',
        error: 'Unauthorized',
        message: 'Unauthorized',
      });
    }
  });

  it('401: the two headers of another workspace than the host’s, also to resume with', async () => {
    const { authToken, userId } = (await login(here, { user: 'ada', password })).body.data;
    const headers = headersOf(userId, authToken);
    expect((await me(here, headers)).status).toBe(200);
    expectReply(await me(there, headers), 401, notLoggedIn['up to 7.x']);
    expect((await login(here, { resume: authToken })).status).toBe(200);
    expectReply(await login(there, { resume: authToken }), 401, {
      status: 'error',
      error: 403,
      message: "You've been logged out by the server. Please log in again.",
    });
  });

  it('users.createToken finds users of the caller’s workspace only', async () => {
    const boss = await newPerson(service, 'boss', { roles: ['admin'] }, 'acme');
    const { status, body } = await createToken(here, boss, { username: 'ada' });
    expect({ status, userId: body.data.userId }).toEqual({ status: 200, userId: ada.acme.id });
    expectReply(await createToken(here, boss, { userId: ada.other.id }), 400, unknownUser);
  });

  it('is the default one once the ecosystem with that domain is deleted', async () => {
    const json = { id: 'brief', name: 'Brief', domain: 'brief.example' };
    await service.native('POST', '/v1/ecosystems', service.account, json);
    await newUser(service, 'brief', { username: 'ada', password });
    await service.native('DELETE', '/v1/ecosystems/brief', service.account);
    const { body } = await login(at(service, 'brief.example'), { user: 'ada', password });
    expect(body.data.userId).toBe(ada.default.id);
  });
});
