import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort, PrivateRedis } from '../../support/servers.js';
import { newPostgres, newPostgresAndRedis, type Store } from '../../support/stores.js';
import { run } from './commands.js';
import { examine as examineWith, faults, type Found } from './examine.js';
import { Tokenwright } from './tokenwright.js';

let tokenwright: Tokenwright;

beforeAll(() => {
  tokenwright = new Tokenwright();
});
afterAll(() => tokenwright.remove());

const examine = (env: Record<string, string>) => examineWith(tokenwright, env);
const about = (found: Found[]) => found.map((one) => one.about);

async function on(store: Store, work: (environment: Record<string, string>) => Promise<void>): Promise<void> {
  try {
    await work(store.environment);
  } finally {
    await store.remove();
  }
}

it('PostgreSQL and Redis that are well: every part is looked at, and nothing is changed', () =>
  newPostgresAndRedis().then((store) =>
    on(store, async (environment) => {
      const { code, found } = await examine(environment);
      expect([code, faults(found)]).toEqual([0, []]);
      expect(about(found)).toEqual(
        ['Node', 'Configuration', 'Port', 'Database', 'Pool', 'Clock', 'Redis', 'Clock', 'Cache'], // prettier-ignore
      );
      expect(found[3]!.says).toMatch(/\d+ pending of the migrations/);
      await run('cli/bin/migrate', environment);
      expect((await examine(environment)).found[3]!.says).toMatch(/the schema is up to date$/);
    }),
  ));

it('a store in which no account token is live, with the way back', () =>
  newPostgres().then((store) =>
    on(store, async (environment) => {
      await run('cli/bin/migrate', environment);
      const told = async () =>
        (await examine(environment)).found.find((one) => one.about === 'Account tokens');
      expect(await told()).toMatchObject({
        state: 'warning',
        remedy: expect.stringContaining('tokenwright account-token create'),
      });
      const made = await tokenwright.run(['account-token', 'create'], { env: environment });
      expect(made.code).toBe(0);
      expect(await told()).toMatchObject({
        state: 'ok',
        says: expect.stringContaining('tokenwright account-token create'),
      });
    }),
  ));

it('connections that PostgreSQL does not have, and a database that is not there', () =>
  newPostgres().then((store) =>
    on(store, async (environment) => {
      const many = await examine({ ...environment, WORKERS: '200' });
      expect([many.code, faults(many.found)]).toEqual([
        7,
        [expect.stringMatching(/^up to 2000 connections/)],
      ]);
      const absent = await examine({ DATABASE_URL: `${environment.DATABASE_URL}_absent` });
      expect([absent.code, faults(absent.found)]).toEqual([7, ['there is no such database']]);
    }),
  ));

it('stores that do not answer are told with what to do, and no password', async () => {
  const nowhere = await freePort();
  const { code, found, text } = await examine({
    DATABASE_URL: `postgres://somebody:open-sesame@127.0.0.1:${nowhere}/tokens`,
    REDIS_URL: `redis://:open-sesame@127.0.0.1:${nowhere}`,
  });
  expect([code, about(found.filter(({ state }) => state === 'fault'))]).toEqual([7, ['Database', 'Redis']]);
  for (const { state, remedy } of found) if (state === 'fault') expect(remedy).toMatch(/\.$/);
  expect(text).not.toContain('open-sesame');
});

it('a Redis that may forget', async () => {
  const redis = await PrivateRedis.start();
  const client = new Redis(redis.url);
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await on(await newPostgres(), async (environment) => {
    const { code, found } = await examine({ ...environment, REDIS_URL: redis.url });
    expect([code, faults(found)]).toEqual([7, ['may forget keys (maxmemory-policy allkeys-lru)']]);
  });
  await client.quit();
  await redis.stop();
});

it('every fault of the configuration at once, and no value', async () => {
  const { code, found, text } = await examine({ PORT: 'wrong-port', LOG_LEVEL: 'loud' });
  expect(code).toBe(7);
  expect(faults(found)).toEqual([
    expect.stringMatching(/^PORT must be/),
    expect.stringMatching(/^LOG_LEVEL must be/),
  ]);
  expect(text).not.toMatch(/wrong-port|loud/);
});

it('a SQLite file that is none, and a port that another program has', async () => {
  const file = join(tokenwright.folder, 'letter.sqlite');
  writeFileSync(file, 'Dear Ada, '.repeat(1000));
  const { found } = await examine({ DATABASE_URL: `sqlite:${file}` });
  expect(faults(found)).toEqual([expect.stringMatching(/cannot be read.*SQLITE_NOTADB/)]);
  const redis = await PrivateRedis.start();
  const taken = await examine({ PORT: String(redis.port), DATABASE_URL: 'sqlite:new/store.sqlite' });
  expect(faults(taken.found)).toEqual([expect.stringMatching(/is not mine/)]);
  await redis.stop();
});
