import { type Service, startService } from '../../support/service.js';
import {
  createToken,
  expectReply,
  newPerson,
  noUserNamed,
  notAuthorized,
  notLoggedIn,
  type Person,
  secret,
} from './rocketchat.js';

/** Whether and how `users.createToken` is open follows from the environment alone (docs/wire.md#versions-of-userscreatetoken). */
describe('the gate of users.createToken', () => {
  let service: Service;
  let admin: Person;
  let ada: Person;

  async function start(environment: Record<string, string>): Promise<void> {
    service = await startService(environment);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'ada');
  }
  afterEach(() => service.close());

  it.each(['true', 'yes'])('200: CREATE_TOKENS_FOR_USERS=%s opens it', async (value) => {
    await start({ CREATE_TOKENS_FOR_USERS: value });
    expect((await createToken(service, admin, { username: 'ada' })).status).toBe(200);
    expect((await createToken(service, ada, { username: 'ada' })).status).toBe(200);
  });

  it.each([undefined, 'TRUE', 'Yes', 'True', '1', 'on', 'false', '', ' true', 'true '])(
    '400: CREATE_TOKENS_FOR_USERS=%p leaves it closed to everybody, for themselves too',
    async (value) => {
      await start(value === undefined ? {} : { CREATE_TOKENS_FOR_USERS: value });
      const bodies = [
        { userId: ada.id },
        { username: 'ada' },
        { userId: 'nobody' },
        { userId: ada.id, secret },
      ];
      for (const body of bodies) {
        expectReply(await createToken(service, admin, body), 400, notAuthorized);
        expectReply(await createToken(service, ada, body), 400, notAuthorized);
      }
      expectReply(await createToken(service, admin, {}), 400, noUserNamed);
    },
  );

  it('401: closed or not, who is not logged in learns nothing of it', async () => {
    await start({});
    const json = { userId: ada.id };
    const reply = await service.ask('/api/v1/users.createToken', { method: 'POST', json });
    expectReply(reply, 401, notLoggedIn['up to 7.x']);
  });

  it('with both variables set, it speaks as 8.x', async () => {
    await start({ CREATE_TOKENS_FOR_USERS: 'true', CREATE_TOKENS_FOR_USERS_SECRET: secret });
    expect((await createToken(service, admin, { userId: ada.id, secret })).status).toBe(200);
    expectReply(await createToken(service, admin, { userId: ada.id }), 400, {
      success: false,
      errorType: 'invalid-params',
      error: "must have required property 'secret'",
    });
  });

  it('login, me and logout are open whatever the gate is', async () => {
    await start({});
    for (const path of ['/api/v1/me', '/api/v1/logout']) {
      expect((await service.ask(path, { headers: ada.headers })).status).toBe(200);
    }
  });
});
