import { RestClient } from '@rocket.chat/api-client';
import RocketChatApi from 'rocketchat-api';
import { ServiceProcess } from '../../support/service-process.js';
import type { Store } from '../../support/stores.js';
import { newSqlite } from '../../support/instances.js';

const account = 'the-secret-of-the-first-account-token';
const password = 'correct horse battery staple';
const gate = 'a-secret-of-the-workspace';

/** The built service as each generation, with an admin in it who signs in by password. */
async function start(generation: Record<string, string>): Promise<{ service: ServiceProcess; store: Store }> {
  const store = await newSqlite();
  const service = await ServiceProcess.start({
    ...store.environment,
    ...generation,
    TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
  });
  const root = { username: 'root', email: 'root@acme.example', password, roles: ['user', 'admin'] };
  const made = await service.native('POST', '/v1/ecosystems/default/users', account, root);
  if (made.status !== 201) throw new Error(`No admin: ${made.text}`);
  // The clients wait a second at the most, and a process that has just started takes longer for its first request.
  for (const user of ['root', 'nobody']) {
    await service.ask('/api/v1/login', { method: 'POST', json: { user, password } });
  }
  return { service, store };
}

async function stop({ service, store }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await service.kill('SIGTERM');
  await store.remove();
}

/** What a call of the callback style answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the package has no types
const answerOf = (call: (answer: (error: Error | null, body: any) => void) => void) =>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the package has no types
  new Promise<any>((resolve, reject) => {
    call((error, body) => (error ? reject(error) : resolve(body)));
  });

describe('the npm package rocketchat-api, unmodified, against the built service', () => {
  let running: Awaited<ReturnType<typeof start>>;
  let client: RocketChatApi;

  beforeAll(async () => {
    running = await start({ CREATE_TOKENS_FOR_USERS: 'true' });
    client = new RocketChatApi('http', '127.0.0.1', running.service.port);
  });
  afterAll(async () => {
    client.wsClient.disconnect();
    await stop(running);
  });

  it('signs in, keeps users, mints a token, uses it, and is refused once it logged out', async () => {
    const { userId } = await client.login('root', password);
    expect(await answerOf((answer) => client.miscellaneous.info(answer))).toMatchObject({ success: true });
    expect(await answerOf((answer) => client.authentication.me(answer))).toMatchObject({
      _id: userId,
      username: 'root',
      success: true,
    });

    const grace = { username: 'grace', name: 'Grace', email: 'grace@acme.example', password };
    const { user } = await answerOf((answer) => client.users.create(grace, answer));
    await answerOf((answer) => client.users.update(user._id, { name: 'Grace Hopper' }, answer));
    expect((await answerOf((answer) => client.users.info({ username: 'grace' }, answer))).user).toMatchObject(
      {
        _id: user._id,
        name: 'Grace Hopper',
      },
    );
    const list = await answerOf((answer) => client.users.list(0, 10, answer));
    expect(list.users.map((one: { username: string }) => one.username)).toEqual(['grace', 'root']);

    const minted = await answerOf((answer) => client.users.createToken({ username: 'grace' }, answer));
    expect(minted).toEqual({
      data: { userId: user._id, authToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
      success: true,
    });
    const asGrace = () => {
      client.setUserId(user._id);
      client.setAuthToken(minted.data.authToken);
    };
    asGrace();
    const me = () => answerOf((answer) => client.authentication.me(answer));
    expect(await me()).toMatchObject({ username: 'grace' });
    expect(await client.logout()).toEqual({ message: "You've been logged out!" });
    asGrace();
    await expect(me()).rejects.toMatchObject({ statusCode: 401 });
  });

  it('is told of a wrong password in its own words', async () => {
    await expect(client.login('root', 'wrong')).rejects.toThrow(
      'Could not login. Check username and password',
    );
  });
});

describe.each<[string, Record<string, string>, object]>([
  ['up to 7.x', { CREATE_TOKENS_FOR_USERS: 'true' }, {}],
  ['8.x', { CREATE_TOKENS_FOR_USERS_SECRET: gate }, { secret: gate }],
])(
  'the npm package @rocket.chat/api-client, unmodified, against the built service, %s',
  (_, environment, more) => {
    let running: Awaited<ReturnType<typeof start>>;
    let client: RestClient;

    beforeAll(async () => {
      running = await start(environment);
      client = new RestClient({ baseUrl: running.service.base });
    });
    afterAll(() => stop(running));

    /** Its types know the calls of the newest version only. */
    const post = (path: string, body: object = {}) =>
      client.post(path as never, body as never) as Promise<unknown>;
    const get = (path: string, query?: object) =>
      client.get(path as never, query as never) as Promise<unknown>;
    const use = ({ data }: { data: { userId: string; authToken: string } }) =>
      client.setCredentials({ 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken });

    it('signs in, keeps users, mints a token, uses it, and is refused once it logged out', async () => {
      use((await post('/v1/login', { user: 'root', password })) as never);
      expect(await get('/info')).toMatchObject({ success: true });
      const grace = { username: 'grace', name: 'Grace', email: 'grace@acme.example', password };
      const { user } = (await post('/v1/users.create', grace)) as { user: { _id: string } };
      expect(await get('/v1/users.list', { count: 10, sort: '{"username":1}' })).toMatchObject({ total: 2 });

      const minted = await post('/v1/users.createToken', { userId: user._id, ...more });
      expect(minted).toMatchObject({ data: { userId: user._id }, success: true });
      const root = client.getCredentials();
      use(minted as never);
      expect(await get('/v1/me')).toMatchObject({ username: 'grace', success: true });
      expect(await post('/v1/logout')).toMatchObject({ status: 'success' });
      await expect(get('/v1/me')).rejects.toMatchObject({ status: 401 });

      client.setCredentials(root);
      expect(await post('/v1/users.setActiveStatus', { userId: user._id, activeStatus: false })).toEqual({
        user: { _id: user._id, active: false },
        success: true,
      });
      await expect(post('/v1/login', { user: 'grace', password })).rejects.toMatchObject({ status: 401 });
    });

    it('makes a personal access token, finds it, uses it and removes it', async () => {
      use((await post('/v1/login', { user: 'root', password })) as never);
      const root = client.getCredentials()!;
      const made = (await post('/v1/users.generatePersonalAccessToken', { tokenName: 'build' })) as {
        token: string;
      };
      expect(await get('/v1/users.getPersonalAccessTokens')).toMatchObject({
        tokens: [{ name: 'build', lastTokenPart: made.token.slice(-6) }],
      });
      client.setCredentials({ ...root, 'X-Auth-Token': made.token });
      expect(await get('/v1/me')).toMatchObject({ username: 'root' });
      expect(await post('/v1/users.removePersonalAccessToken', { tokenName: 'build' })).toEqual({
        success: true,
      });
      await expect(get('/v1/me')).rejects.toMatchObject({ status: 401 });
    });
  },
);
