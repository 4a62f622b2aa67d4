import { newUser, type Reply, sharedService } from '../support/service.js';
import { countStatuses, type Environment, verdictOf } from '../contract/core.support.js';

/** What Rocket.Chat's companion calls ask of a store beside what every dialect does: searches, locks, roles' grants. */
export function rocketchatContract(environment: Environment): void {
  describe('a user’s tokens as a whole, searches by place, grants of roles', () => {
    const service = sharedService(async () => ({
      ...(await environment()),
      CREATE_TOKENS_FOR_USERS: 'true',
    }));
    let root: Record<string, string>;
    const password = 'correct horse battery staple';

    beforeAll(async () => {
      await newUser(service, 'default', { username: 'root', password, roles: ['user', 'admin'] });
      root = await signIn('root');
      for (const username of ['Ada', 'bob_', 'CLEO']) {
        await newUser(service, 'default', { username, email: `${username}@acme.example`, password });
      }
    });

    const ask = (call: string, headers: Record<string, string>, json?: unknown): Promise<Reply> =>
      service.ask(`/api/v1/${call}`, { method: json === undefined ? 'GET' : 'POST', headers, json });

    async function signIn(user: string): Promise<Record<string, string>> {
      const { body } = await service.ask('/api/v1/login', { method: 'POST', json: { user, password } });
      return { 'x-user-id': body.data.userId, 'x-auth-token': body.data.authToken };
    }

    it('of eight tokens of one name that are asked for at once, one is made', async () => {
      const ada = await signIn('ada');
      const wanted = Array.from({ length: 8 }, () =>
        ask('users.generatePersonalAccessToken', ada, { tokenName: 'build' }),
      );
      expect(countStatuses(await Promise.all(wanted))).toEqual({ 200: 1, 400: 7 });
      expect((await ask('users.getPersonalAccessTokens', ada)).body.tokens).toHaveLength(1);
    });

    it('of four replacements at once each that was answered with a secret gave way to the next, one is live', async () => {
      const bob = await signIn('bob_');
      await ask('users.generatePersonalAccessToken', bob, { tokenName: 'build' });
      const replaced = await Promise.all(
        Array.from({ length: 4 }, () =>
          ask('users.regeneratePersonalAccessToken', bob, { tokenName: 'build' }),
        ),
      );
      const made = replaced.filter(({ status }) => status === 200).map(({ body }) => body.token as string);
      const verdicts = await Promise.all(made.map((secret) => verdictOf(service, secret)));
      expect(made.length).toBeGreaterThan(0);
      expect(verdicts.filter((verdict) => verdict === 'live')).toHaveLength(1);
    });

    it('with 60 logins at once no more than 50 login tokens stay live', async () => {
      const cleo = await signIn('cleo');
      const lasting = { tokenName: 'minter' };
      const { body } = await ask('users.generatePersonalAccessToken', cleo, lasting);
      const minter = { ...cleo, 'x-auth-token': body.token };
      const minted = await Promise.all(
        Array.from({ length: 60 }, () => ask('users.createToken', minter, { userId: cleo['x-user-id'] })),
      );
      const secrets = minted.map((reply) => reply.body.data.authToken as string);
      const verdicts = await Promise.all(secrets.map((secret) => verdictOf(service, secret)));
      expect(verdicts.filter((verdict) => verdict === 'live')).toHaveLength(50);
    });

    it('all but the kept tokens are revoked', async () => {
      const ada = await signIn('ada');
      const other = await signIn('ada');
      expect((await ask('users.logoutOtherClients', ada, {})).status).toBe(200);
      const verdicts = [ada, other].map((headers) => verdictOf(service, headers['x-auth-token']!));
      expect(await Promise.all(verdicts)).toEqual(['live', 'revoked']);
      expect((await ask('users.getPersonalAccessTokens', ada)).body.tokens).toHaveLength(1);
    });

    it.each<[string, string[]]>([
      ['sort={"username":1}', ['Ada', 'bob_', 'CLEO', 'root']],
      ['sort={"emails.address":-1,"createdAt":1}', ['CLEO', 'bob_', 'Ada', 'root']],
      ['sort={"active":1,"name":-1,"username":1}&offset=1&count=2', ['bob_', 'CLEO']],
      ['query={"username":{"$regex":"b_"}}', ['bob_']],
      ['query={"username":{"$regex":"O_"}}', []],
      [
        'query={"$or":[{"roles":"admin"},{"emails.address":"Ada@acme.example"}],"active":true}',
        ['Ada', 'root'],
      ],
    ])('users are found and ordered alike everywhere: %s', async (query, usernames) => {
      const { status, body } = await ask(`users.list?${query.replaceAll('"', '%22')}`, root);
      expect(status).toBe(200);
      expect(body.users.map(({ username }: { username: string }) => username)).toEqual(usernames);
    });

    it('what a role is given stays given, one change beside the other', async () => {
      const give = (_id: string, roles: string[]) =>
        ask('permissions.update', root, { permissions: [{ _id, roles }] });
      const names = ['create-user', 'delete-user', 'edit-other-user-info', 'logout-other-user'];
      const replies = await Promise.all(names.map((name) => give(name, ['user'])));
      expect(countStatuses(replies)).toEqual({ 200: 4 });
      const { body } = await ask('permissions.listAll', root);
      const given = body.update.filter(({ roles }: { roles: string[] }) => roles.join() === 'user');
      expect(given.map(({ _id }: { _id: string }) => _id)).toEqual(names);
    });
  });
}
