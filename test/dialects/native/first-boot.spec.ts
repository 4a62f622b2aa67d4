import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../../src/app.js';
import { FirstBoot } from '../../../src/first-boot.js';
import { type Service, startService } from '../../support/service.js';
import { loadConfig } from '../../../src/service-config.js';

describe('the first boot on an empty store', () => {
  const given = 'my-own-bootstrap-token-0123456789';
  let folder: string;
  let running: Service | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tokenwright-'));
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  /** Boots on the file, which belongs to one process at a time: the service before is stopped first. */
  async function boot(environment: Record<string, string> = {}): Promise<Service> {
    await stop();
    const DATABASE_URL = `sqlite:${join(folder, 'store.sqlite')}`;
    running = await startService({ DATABASE_URL, ...environment });
    return running;
  }
  async function stop(): Promise<void> {
    await running?.close();
    running = undefined;
  }

  const everything = { holder: 'account', ecosystemId: null, user: null };
  const whoIs = async (service: Service, secret: string) =>
    (await service.native('GET', '/v1/self', secret)).body;

  it('hands over a random secret, and none that was given', async () => {
    const environment = { DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'fatal' };
    const random = await createApp(loadConfig(environment));
    const chosen = await createApp(loadConfig({ ...environment, TOKENWRIGHT_BOOTSTRAP_TOKEN: given }));
    const found = [await random.get(FirstBoot).run(), await chosen.get(FirstBoot).run()];
    await Promise.all([random.close(), chosen.close()]);
    expect(found).toEqual([
      { state: 'filled', secret: expect.stringMatching(/^tw_a_[A-Za-z0-9_-]{43}$/) },
      { state: 'filled', secret: undefined },
    ]);
  });

  it('makes nothing where a secret could be shown to nobody, and makes up for it once it can be', async () => {
    const app = await createApp(loadConfig({ DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'fatal' }));
    const found = [false, true, true].map((canShow) => () => app.get(FirstBoot).run(canShow));
    const states: string[] = [];
    for (const boot of found) states.push((await boot()).state);
    await app.close();
    expect(states).toEqual(['left-empty', 'filled', 'in-use']);
  });

  it('makes the ecosystem `default` and one account token, which may do everything', async () => {
    const service = await boot();
    expect(service.account).toMatch(/^tw_a_[A-Za-z0-9_-]{43}$/);
    expect(await whoIs(service, service.account)).toMatchObject(everything);
    const { status, body } = await service.native('GET', '/v1/ecosystems/default', service.account);
    expect({ status, id: body.id }).toEqual({ status: 200, id: 'default' });
  });

  it('is over with the second boot: nothing is made or told, and the first token works', async () => {
    const { account } = await boot();
    const first = await whoIs(running!, account);
    const again = await boot();
    expect(again.account).toBe('');
    expect(await whoIs(again, account)).toEqual(first);
  });

  it('takes the secret from TOKENWRIGHT_BOOTSTRAP_TOKEN, also when it boots again with it', async () => {
    const service = await boot({ TOKENWRIGHT_BOOTSTRAP_TOKEN: given });
    expect(await whoIs(service, given)).toMatchObject(everything);
    expect(await whoIs(await boot({ TOKENWRIGHT_BOOTSTRAP_TOKEN: given }), given)).toMatchObject(everything);
  });

  it('made with a given secret, it works after a restart without the variable', async () => {
    const first = await whoIs(await boot({ TOKENWRIGHT_BOOTSTRAP_TOKEN: given }), given);
    const again = await boot();
    expect(again.account).toBe('');
    expect(await whoIs(again, given)).toEqual(first);
  });

  it('is not made up for later: a secret given to a store that has a token opens nothing', async () => {
    const { account } = await boot();
    const service = await boot({ TOKENWRIGHT_BOOTSTRAP_TOKEN: given });
    expect((await service.native('GET', '/v1/self', given)).status).toBe(401);
    expect(await whoIs(service, account)).toMatchObject(everything);
  });

  it('refuses a given secret that is too short to be one', async () => {
    await expect(boot({ TOKENWRIGHT_BOOTSTRAP_TOKEN: 'short' })).rejects.toThrow(
      /TOKENWRIGHT_BOOTSTRAP_TOKEN/,
    );
  });
});
