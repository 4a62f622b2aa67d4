import { newTenant, newUser, sharedService } from '../../support/service.js';
import {
  bothGenerations,
  createToken,
  expectReply,
  type Generation,
  generations,
  newPerson,
  noUserNamed,
  notActivated,
  notAuthorized,
  type Person,
  secret,
  unknownUser,
} from './rocketchat.js';

describe.each(bothGenerations)('POST /api/v1/users.createToken, %s: 400', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let admin: Person;
  let ada: Person;
  const withSecret = generation === '8.x' ? { secret } : {};
  const ask = (caller: Person, userId: string) => createToken(service, caller, { userId, ...withSecret });

  beforeAll(async () => {
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'ada');
  });

  it('error-invalid-user for a user that is not there, asked with the permission', async () => {
    for (const id of ['nobody', 'a b', 'a\u0001b', 'x'.repeat(10_000), '__proto__']) {
      expectReply(await ask(admin, id), 400, unknownUser);
    }
  });

  it('error-invalid-user for a user of another ecosystem, and for one that was deleted', async () => {
    const { ecosystemId } = await newTenant(service);
    const foreign = await newUser(service, ecosystemId);
    const gone = await newUser(service, 'default');
    await service.native('DELETE', `/v1/ecosystems/default/users/${gone.id}`, service.account);
    for (const { id } of [foreign, gone]) expectReply(await ask(admin, id), 400, unknownUser);
  });

  it('error-not-authorized for another user, asked without the permission', async () => {
    expectReply(await ask(ada, admin.id), 400, notAuthorized);
  });

  it('error-not-authorized for one that is not there, asked without the permission: nobody can search', async () => {
    expectReply(await ask(ada, 'nobody'), 400, notAuthorized);
  });

  it('error-user-is-not-activated for a deactivated user, told to who has the permission only', async () => {
    const idle = await newUser(service, 'default', { active: false });
    expectReply(await ask(admin, idle.id), 400, notActivated);
    expectReply(await ask(ada, idle.id), 400, notAuthorized);
  });

  it('error-not-authorized for others with a token that was narrowed below the permission', async () => {
    const tokens = `/v1/ecosystems/default/users/${admin.id}/tokens`;
    const narrow = await service.native('POST', tokens, service.account, { permissions: ['users:read'] });
    const headers = { ...admin.headers, 'x-auth-token': narrow.body.secret };
    expectReply(await ask({ ...admin, headers }, ada.id), 400, notAuthorized);
  });

  it('error-user-param-not-provided for a userId of white space', async () => {
    for (const userId of [' ', '\t\n ']) expectReply(await ask(admin, userId), 400, noUserNamed);
  });

  it('and nothing is minted for a user who is asked for in vain', async () => {
    const tokens = `/v1/ecosystems/default/users/${admin.id}/tokens`;
    const before = (await service.native('GET', tokens, service.account)).body;
    expectReply(await ask(ada, admin.id), 400, notAuthorized);
    expect((await service.native('GET', tokens, service.account)).body).toEqual(before);
  });
});
