import { introspect, newToken, newUser, sharedService } from '../../support/service.js';
import { expectReply, forbidden, generations, headersOf, me, type Person, post } from './rocketchat.js';

/** A token that is made for requests alone changes neither its user's record nor the other tokens. */
describe('self:manage in Rocket.Chat’s dialect', () => {
  const service = sharedService(generations['up to 7.x']);
  let key: string;
  let counter = 0;

  beforeAll(async () => {
    const path = '/v1/ecosystems/default/server-tokens';
    key = (await service.native('POST', path, service.account, { expiryType: 'Infinite' })).body.secret;
  });

  type User = { id: string; externalId: string; email: string };
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const mints: Record<string, (user: User) => Promise<string>> = {
    sFOX: async ({ externalId }) => {
      const path = `/v1/enterprise/user-tokens/${externalId}`;
      return (await service.ask(path, { method: 'POST', headers: bearer(key) })).body.data.token;
    },
    Strigo: async ({ email }) => {
      const headers = bearer(`default:${key}`);
      const asked = { method: 'POST', headers, json: { email } };
      return (await service.ask('/api/v1/academy/users/token', asked)).body.data.token;
    },
    Droplit: async ({ externalId }) => {
      const path = `/api/users/default;${externalId}/tokens?expiryType=Infinite`;
      return (await service.ask(path, { method: 'POST', headers: bearer(key) })).body.token;
    },
    'a narrowed native mint': async ({ id }) => {
      const given = { permissions: ['users:read'], expiryType: 'Infinite' };
      return (await newToken(service, 'default', id, given)).secret;
    },
  };

  async function newHolder(mint: (user: User) => Promise<string>): Promise<Person> {
    counter += 1;
    const given = {
      username: `ada${counter}`,
      externalId: `ext-${counter}`,
      email: `ada${counter}@acme.example`,
    };
    const { id } = await newUser(service, 'default', given);
    const authToken = await mint({ id, ...given });
    return { id, username: given.username, authToken, headers: headersOf(id, authToken) };
  }

  it.each(Object.entries(mints))(
    'a token of %s signs requests, and acts on no others of its user',
    async (_, mint) => {
      const ada = await newHolder(mint);
      const other = await newToken(service, 'default', ada.id, { expiryType: 'Infinite' });
      const own = { ...ada, authToken: other.secret, headers: headersOf(ada.id, other.secret) };
      expect(
        (await post(service, 'users.generatePersonalAccessToken', own, { tokenName: 'build' })).status,
      ).toBe(200);
      expect((await introspect(service, ada.authToken)).scope ?? '').not.toContain('self:manage');
      const calls: [string, object?][] = [
        ['users.update', { userId: ada.id, data: { name: 'Other' } }],
        ['users.removePersonalAccessToken', { tokenName: 'build' }],
        ['users.regeneratePersonalAccessToken', { tokenName: 'build' }],
        ['users.logoutOtherClients'],
        ['users.removeOtherTokens'],
        ['users.logout'],
      ];
      for (const [call, json] of calls) {
        const { status } = await post(service, call, ada, json);
        expect({ call, isRefused: status === 400 || status === 403 }).toEqual({ call, isRefused: true });
      }
      expectReply(await post(service, 'users.logout', ada), 403, forbidden);
      // What it mints for its user may no more.
      const { data } = (await post(service, 'users.createToken', ada, { userId: ada.id })).body;
      const child = { ...ada, headers: headersOf(ada.id, data.authToken) };
      expect((await post(service, 'users.logout', child)).status).toBe(403);
      expect((await me(service, own.headers)).body.name).not.toBe('Other');
      expect((await post(service, 'logout', ada)).status).toBe(200);
      expect((await me(service, ada.headers)).status).toBe(401);
      expect((await post(service, 'users.logout', own)).status).toBe(200);
    },
  );

  it('fifty tokens of a narrowed one drive out none of the user’s other sessions', async () => {
    const ada = await newHolder(mints['a narrowed native mint']!);
    const lasting = await newToken(service, 'default', ada.id, { expiryType: 'Infinite' });
    const own = { ...ada, headers: headersOf(ada.id, lasting.secret) };
    const { data } = (await post(service, 'users.createToken', own, { userId: ada.id })).body;
    for (let made = 0; made < 51; made += 1) {
      expect((await post(service, 'users.createToken', ada, { userId: ada.id })).status).toBe(200);
    }
    expect((await me(service, headersOf(ada.id, data.authToken))).status).toBe(200);
  });
});
