import { introspect, newToken, newUser, sharedService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  forbidden,
  type Generation,
  generations,
  get,
  headersOf,
  login,
  me,
  newPerson,
  notLoggedIn,
  type Person,
  post,
  refusal,
} from './rocketchat.js';

const password = 'correct horse battery staple';
const day = 24 * 60 * 60 * 1000;

describe.each(bothGenerations)('the sessions of a user, %s', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let admin: Person;
  let counter = 0;

  beforeAll(async () => {
    admin = await newPerson(service, 'root', { roles: ['admin'] });
  });

  /** A user who signed in. */
  async function newVisitor(): Promise<Person> {
    counter += 1;
    const username = `ada${counter}`;
    const { id } = await newUser(service, 'default', { username, password });
    return signIn({ id, username });
  }

  async function signIn({ id, username }: Pick<Person, 'id' | 'username'>): Promise<Person> {
    const { authToken } = (await login(service, { username, password })).body.data;
    return { id, username, authToken, headers: headersOf(id, authToken) };
  }

  const isLive = async ({ headers }: Pick<Person, 'headers'>) => (await me(service, headers)).status === 200;

  async function personalToken(caller: Person, tokenName: string): Promise<Person> {
    const { body } = await post(service, 'users.generatePersonalAccessToken', caller, { tokenName });
    return { ...caller, authToken: body.token, headers: headersOf(caller.id, body.token) };
  }

  it('users.logout, 200: all of one’s own tokens are dead, personal and native ones too', async () => {
    const ada = await newVisitor();
    const pat = await personalToken(ada, 'build');
    const { secret } = await newToken(service, 'default', ada.id);
    expectReply(await post(service, 'users.logout', ada), 200, {
      message: `User ${ada.id} has been logged out!`,
      success: true,
    });
    expect([await isLive(ada), await isLive(pat)]).toEqual([false, false]);
    expect(await introspect(service, secret)).toEqual({ active: false });
  });

  it('users.logout, 200: another user, with logout-other-user', async () => {
    const ada = await newVisitor();
    const reply = await post(service, 'users.logout', admin, { userId: ada.id });
    expectReply(reply, 200, { message: `User ${ada.id} has been logged out!`, success: true });
    expect([await isLive(ada), await isLive(admin)]).toEqual([false, true]);
  });

  it('users.logout, 200: a user without tokens', async () => {
    const { id } = await newUser(service, 'default');
    const body = { message: `User ${id} has been logged out!`, success: true };
    expectReply(await post(service, 'users.logout', admin, { userId: id }), 200, body);
  });

  it('users.logout, 400: one who is not there', async () => {
    for (const userId of ['nobody', 'a b']) {
      expectReply(
        await post(service, 'users.logout', admin, { userId }),
        400,
        refusal('error-invalid-user-id', 'Invalid user id'),
      );
    }
  });

  it('users.logout, 403: another user, there or not, without the permission', async () => {
    const ada = await newVisitor();
    for (const userId of [admin.id, 'nobody']) {
      expectReply(await post(service, 'users.logout', ada, { userId }), 403, forbidden);
    }
  });

  it('users.logoutOtherClients, 200: keeps the presented token and the personal ones', async () => {
    const ada = await newVisitor();
    const other = await signIn(ada);
    const pat = await personalToken(ada, 'build');
    const native = await newToken(service, 'default', ada.id);
    const bystander = await newVisitor();
    expectReply(await post(service, 'users.logoutOtherClients', ada), 200, {
      token: ada.authToken,
      tokenExpires: new Date(service.clock.now() + 90 * day).toISOString(),
      success: true,
    });
    expect([await isLive(ada), await isLive(pat), await isLive(bystander)]).toEqual([true, true, true]);
    expect(await isLive(other)).toBe(false);
    expect(await introspect(service, native.secret)).toEqual({ active: false });
  });

  it('users.logoutOtherClients, 200: of a token without an end no end is told', async () => {
    const pat = await personalToken(await newVisitor(), 'build');
    const { body } = await post(service, 'users.logoutOtherClients', pat);
    expect(body).toEqual({ token: pat.authToken, tokenExpires: '', success: true });
  });

  it('users.removeOtherTokens, 200: keeps the presented token alone', async () => {
    const ada = await newVisitor();
    const other = await signIn(ada);
    const pat = await personalToken(ada, 'build');
    expectReply(await post(service, 'users.removeOtherTokens', ada), 200, { success: true });
    expect([await isLive(ada), await isLive(other), await isLive(pat)]).toEqual([true, false, false]);
    const personal = await get(service, 'users.getPersonalAccessTokens', ada);
    expectReply(personal, 200, { tokens: [], success: true });
  });

  it('401: without credentials', async () => {
    for (const call of ['users.logout', 'users.logoutOtherClients', 'users.removeOtherTokens']) {
      expectReply(await post(service, call, undefined), 401, notLoggedIn[generation]);
    }
  });

  it('the 51st login revokes the oldest one; personal and native tokens do not count', async () => {
    const first = await newVisitor();
    const pat = await personalToken(first, 'build');
    const native = await newToken(service, 'default', first.id);
    const second = await signIn(first);
    const request = { userId: first.id, ...(generation === '8.x' && generation8) };
    for (let made = 2; made < 50; made += 1) {
      expect((await post(service, 'users.createToken', pat, request)).status).toBe(200);
    }
    expect(await isLive(first)).toBe(true);
    const last = await signIn(first);
    expect([await isLive(first), await isLive(second), await isLive(last)]).toEqual([false, true, true]);
    expect(await isLive(pat)).toBe(true);
    expect(await introspect(service, native.secret)).toMatchObject({ active: true });
  });
});

const generation8 = { secret: generations['8.x'].CREATE_TOKENS_FOR_USERS_SECRET };
