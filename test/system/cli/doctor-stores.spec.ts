import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { withAccount } from '../../support/processes.js';
import { PrivateRedis } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { run } from './commands.js';
import { examine, faults, type Found } from './examine.js';
import { PgBouncer } from './pgbouncer.js';
import { Tokenwright } from './tokenwright.js';

let tokenwright: Tokenwright;
let store: Store;

beforeAll(() => {
  tokenwright = new Tokenwright();
});
afterAll(() => tokenwright.remove());
beforeEach(async () => {
  store = await newPostgres();
});
afterEach(() => store.remove());

const warnings = (found: Found[]) => found.filter(({ state }) => state === 'warning').map(({ says }) => says);
const faultsOf = async (environment: Record<string, string>) => {
  const { code, found } = await examine(tokenwright, environment);
  return [code, ...faults(found)];
};

describe('PgBouncer before PostgreSQL', () => {
  const ignoring =
    'ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout,idle_in_transaction_session_timeout';

  async function through(settings: string[], work: (databaseUrl: string) => Promise<void>): Promise<void> {
    const pooler = await PgBouncer.before(store.environment.DATABASE_URL!, settings);
    try {
      await work(pooler.url);
    } finally {
      await pooler.stop();
    }
  }

  it('that shares connections by transactions is a fault, told with what to do', () =>
    through(['pool_mode = transaction', ignoring], async (databaseUrl) => {
      await run('cli/bin/migrate', store.environment, 'up');
      const { code, found } = await examine(tokenwright, { DATABASE_URL: databaseUrl });
      expect(code).toBe(7);
      const faulty = found.filter(({ state }) => state === 'fault');
      expect(faulty).toEqual([
        {
          about: 'Pooler',
          state: 'fault',
          says: expect.stringMatching(/^two statements of one connection met two back ends/),
          remedy: expect.stringContaining('pool_mode = session'),
        },
      ]);
    }));

  it('that shares them by statements is one too', () =>
    through(['pool_mode = statement', ignoring], async (databaseUrl) => {
      const [code, fault] = await faultsOf({ DATABASE_URL: databaseUrl });
      expect([code, fault]).toEqual([7, expect.stringMatching(/^a pooler shares connections by statements/)]);
    }));

  it('that drops the time-outs is a warning, and one that refuses them a fault', async () => {
    await through(['pool_mode = session', ignoring], async (databaseUrl) => {
      const { code, found } = await examine(tokenwright, { DATABASE_URL: databaseUrl });
      expect([code, faults(found), warnings(found)]).toEqual([
        0,
        [],
        [expect.stringMatching(/^statement_timeout is 0, not 15s/)],
      ]);
    });
    await through(['pool_mode = session'], async (databaseUrl) => {
      const [code, ...told] = await faultsOf({ DATABASE_URL: databaseUrl });
      expect([code, told]).toEqual([
        7,
        [expect.stringMatching(/^a pooler such as PgBouncer refuses the time-outs/)],
      ]);
    });
  });
});

describe('a user of Redis with few rights', () => {
  let redis: PrivateRedis;
  let client: Redis;

  beforeAll(async () => {
    redis = await PrivateRedis.start();
    client = new Redis(redis.url);
  });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
  });

  const asUser = (name: string) => ({
    ...store.environment,
    REDIS_URL: redis.url.replace('//', `//${name}:open-sesame@`),
    REDIS_PREFIX: 'few:',
  });

  it('who may not ask INFO and TIME: it cannot look, which is no fault', async () => {
    await client.acl('SETUSER', 'frugal', 'on', '>open-sesame', '~few:*', '+@all', '-info', '-time');
    const { code, found, text } = await examine(tokenwright, asUser('frugal'));
    expect([code, faults(found)]).toEqual([0, []]);
    expect(warnings(found)).toEqual([
      'cannot look whether it may forget keys: INFO is refused (ReplyError, NOPERM)',
      'cannot look at the clock of Redis: TIME is refused (ReplyError, NOPERM)',
    ]);
    expect(text).not.toContain('open-sesame');
  });

  it('who may not read the keys: a fault with the reason', async () => {
    await client.acl('SETUSER', 'stranger', 'on', '>open-sesame', '~other:*', '+@all');
    expect(await faultsOf(asUser('stranger'))).toEqual([
      7,
      expect.stringMatching(/refuses: ReplyError, NOPERM$/),
    ]);
  });

  it('whose password is another one: a fault with the reason, and no password', async () => {
    const { code, found, text } = await examine(tokenwright, asUser('nobody'));
    expect([code, faults(found)]).toEqual([7, [expect.stringMatching(/refuses: ReplyError, WRONGPASS$/)]]);
    expect(text).not.toContain('open-sesame');
  });
});

describe('somebody else’s service on PORT', () => {
  const json = { 'content-type': 'application/json' };
  const services: Record<string, RequestListener> = {
    'that says of itself that it is ready': (_, response) =>
      response.writeHead(200, json).end('{"status":"ok","service":"another"}'),
    'that is not ready, in our words': (_, response) =>
      response.writeHead(503, json).end('{"code":"unavailable"}'),
    'that answers with null': (_, response) => response.writeHead(200, json).end('null'),
    'that answers with a page': (_, response) => response.writeHead(200).end('<h1>Welcome</h1>'),
    'that leads elsewhere': (_, response) => response.writeHead(302, { location: '/login' }).end(),
    'that cuts the connection': (request) => request.socket.destroy(),
  };

  it.each(Object.keys(services))('%s is not ours', async (name) => {
    const other = createServer(services[name]);
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, found } = await examine(tokenwright, { ...store.environment, PORT: String(port) });
    await new Promise((resolve) => other.close(resolve).closeAllConnections());
    expect([code, faults(found)]).toEqual([
      7,
      [`127.0.0.1:${port} is not mine: something else than Tokenwright answers there`],
    ]);
  });
});

describe('a process that serves the database now', () => {
  it('is compared by its cache: the same is well, another prefix, another Redis and none are faults', async () => {
    const redis = await PrivateRedis.start();
    const cached = { REDIS_URL: redis.url, REDIS_PREFIX: 'aa:' };
    const service = await ServiceProcess.start({ ...store.environment, ...withAccount, ...cached });
    const here = { ...store.environment, PORT: String(service.port) };
    try {
      const same = await examine(tokenwright, { ...here, ...cached });
      expect([same.code, faults(same.found), same.found.at(-1)]).toEqual([
        0,
        [],
        { about: 'Cache', state: 'ok', says: 'no process serves this database with another cache' },
      ]);
      expect(same.found.find(({ about }) => about === 'Port')?.says).toMatch(/^Tokenwright answers on/);
      for (const other of [
        { ...cached, REDIS_PREFIX: 'bb:' },
        { ...cached, REDIS_URL: `${redis.url}/1` },
        {},
      ]) {
        const { code, found } = await examine(tokenwright, { ...here, ...other });
        expect([code, found.filter(({ state }) => state === 'fault')]).toEqual([
          7,
          [
            {
              about: 'Cache',
              state: 'fault',
              says: expect.stringMatching(
                /^1 process serves this database with (another )?Redis.*would not start$/,
              ),
              remedy: expect.stringMatching(/^Give all the same REDIS_URL and REDIS_PREFIX/),
            },
          ],
        ]);
      }
    } finally {
      await service.kill('SIGTERM');
      await redis.stop();
    }
  });
});
