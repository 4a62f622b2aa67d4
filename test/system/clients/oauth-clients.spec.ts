import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ServiceProcess } from '../../support/service-process.js';

const account = 'the-first-account-token-of-this-service';
const program = resolve(__dirname, 'ask.mjs');

const clients = [
  'openid-client 6, Basic',
  'openid-client 6, form',
  'openid-client 5, Basic',
  'openid-client 5, form',
  'oauth4webapi, Basic',
  'oauth4webapi, form',
  'simple-oauth2, Basic',
  'simple-oauth2, form',
];

/** What they are told of wrong credentials: the newer ones look at the challenge, the older ones at the error. */
const refused = expect.objectContaining({
  status: 401,
  error: expect.stringMatching(/invalid_client|challenge/),
});

describe.each(clients)('%s', (client) => {
  let service: ServiceProcess;
  let server: string;
  let serverId: string;
  let userId: string;
  let token: string;

  beforeAll(async () => {
    if (!existsSync(resolve(__dirname, 'node_modules'))) {
      throw new Error('The clients are not installed: npm ci --prefix test/system/clients');
    }
    service = await ServiceProcess.start({
      DATABASE_URL: 'sqlite::memory:',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
    });
    const path = '/v1/ecosystems/default';
    const key = await service.native('POST', `${path}/server-tokens`, account, {});
    server = key.body.secret;
    serverId = key.body.token.id;
    userId = (await service.native('POST', `${path}/users`, account, {})).body.id;
  });
  beforeEach(async () => {
    const path = `/v1/ecosystems/default/users/${userId}/tokens`;
    token = (await service.native('POST', path, account, {})).body.secret;
  });
  afterAll(() => service.kill('SIGTERM'));

  const run = (id: string, secret: string) =>
    JSON.parse(
      execFileSync(process.execPath, [program, client, service.base, id, secret, token], {
        encoding: 'utf8',
      }),
    ) as Record<'before' | 'revoked' | 'after', { value?: unknown; fault?: unknown } | undefined>;
  const isLive = async () => {
    const { body } = await service.native('POST', '/v1/tokens/introspect', account, { token });
    return body.active as boolean;
  };

  it('introspects and revokes, with the id of the ecosystem and with that of the token', async () => {
    for (const id of ['default', serverId]) {
      const { before, revoked, after } = run(id, server);
      if (before) {
        expect(before.value).toMatchObject(
          id === 'default' ? { active: true, sub: userId, token_type: 'Bearer' } : { active: false },
        );
        expect(after).toEqual({ value: { active: false } });
      }
      expect(revoked).toEqual({ value: null });
      expect(await isLive()).toBe(false);
    }
  });

  it('understands that it is refused, and nothing is revoked', async () => {
    for (const [id, secret] of [
      ['default', 'nonsense'],
      ['another', server],
    ] as const) {
      const { before, revoked } = run(id, secret);
      if (before) expect(before.fault).toEqual(refused);
      expect(revoked!.fault).toEqual(refused);
      expect(await isLive()).toBe(true);
    }
  });
});
