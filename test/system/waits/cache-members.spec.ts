import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { as, ask, type Held, isActive, newTokenOf, newUserOf, withAccount } from '../../support/processes.js';
import { eventually, PrivateRedis, SlowProxy } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import type { Reply } from '../../support/service.js';
import { newPostgres, type Store } from '../../support/stores.js';

let redis: PrivateRedis;
let store: Store;
const running = new Set<ServiceProcess>();

beforeAll(async () => {
  redis = await PrivateRedis.start();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  store = await newPostgres();
});
afterEach(async () => {
  await Promise.all([...running].map((process) => process.kill('SIGKILL')));
  running.clear();
  await store.remove();
});

/** A process on the database of this test. */
async function start(environment: Record<string, string> = {}): Promise<ServiceProcess> {
  const process = await ServiceProcess.start({ ...store.environment, ...withAccount, ...environment });
  running.add(process);
  return process;
}

const withRedis = (prefix = 'aa:', url = redis.url) => ({ REDIS_URL: url, REDIS_PREFIX: prefix });

/** What a process says that does not start. */
async function refusal(environment: Record<string, string>): Promise<string> {
  try {
    await start(environment);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It started');
}

const revoke = (process: ServiceProcess, { id }: Held): Promise<Reply> =>
  as(process, 'DELETE', `/v1/ecosystems/default/tokens/${id}`);

async function newToken(process: ServiceProcess): Promise<Held> {
  return newTokenOf(process, await newUserOf(process));
}

describe('a process that caches elsewhere than one that serves the same database', () => {
  it('does not start, whichever of prefix, database and server is another one, and says what to do', async () => {
    const first = await start(withRedis());
    for (const other of [withRedis('bb:'), withRedis('aa:', `${redis.url}/1`), {}]) {
      const said = await refusal(other);
      expect(said).toMatch(/^The service ended \(1\)/);
      expect(said).toMatch(/1 other process serves this database with (another )?Redis/);
      expect(said).toMatch(/stop every process first.*for another \d+ s at most/);
    }
    const token = await newToken(first);
    expect(await isActive(first, token)).toBe(true);
    expect((await revoke(first, token)).status).toBe(204);
  });

  it('starts when all others have ended, at once where they were stopped', async () => {
    const first = await start();
    expect(await refusal(withRedis())).toMatch(/1 other process serves this database without Redis/);
    await first.kill('SIGTERM');
    const second = await start(withRedis());
    const token = await newToken(second);
    expect((await revoke(second, token)).status).toBe(204);
  });

  it('is the same one where the way to Redis is another', async () => {
    const way = await SlowProxy.before(redis.port);
    const first = await start(withRedis());
    const second = await start(withRedis('aa:', `redis://localhost:${way.port}/0`));
    const token = await newToken(first);
    expect([await isActive(first, token), await isActive(second, token)]).toEqual([true, true]);
    expect((await revoke(second, token)).status).toBe(204);
    expect(await isActive(first, token)).toBe(false);
    await Promise.all([first, second].map((process) => process.kill('SIGTERM')));
    await way.close();
  });

  it('loses, or wins, also where all start at once', async () => {
    const kinds = [withRedis('aa:'), withRedis('bb:'), {}, withRedis('aa:'), withRedis('bb:'), {}];
    const began = await Promise.allSettled(kinds.map((kind) => start(kind)));
    const lives = began.flatMap((one, index) => (one.status === 'fulfilled' ? [index % 3] : []));
    expect(lives).toHaveLength(2);
    expect(new Set(lives).size).toBe(1);
  });

  it('ends when it learns only later which Redis it has', async () => {
    const late = await PrivateRedis.start();
    await late.stop();
    const first = await start();
    const second = await start(withRedis('aa:', late.url));
    const token = await newToken(first);
    expect([await isActive(first, token), await isActive(second, token)]).toEqual([true, true]);
    expect((await revoke(second, token)).status).toBe(503);
    await late.start();
    await eventually(async () => expect(second.isRunning).toBe(false), 15_000);
    expect(second.logged()).toContain('This process would run with the Redis of REDIS_URL');
    expect(await isActive(first, token)).toBe(false);
    await late.stop();
  });
});

describe('a process that stood still longer than its heartbeat, while others with another cache took over', () => {
  it('answers nothing from its cache, promises no revocation, and ends', async () => {
    const other = await newPostgres();
    // With Redis, and the others without; and the other way round on a database of its own.
    const cached = await start(withRedis());
    const uncached = await start(other.environment);
    const [held, doomed] = [await newToken(cached), await newToken(uncached)];
    expect(await isActive(cached, held)).toBe(true);
    for (const { pid } of [cached, uncached]) process.kill(pid, 'SIGSTOP');
    // Neither is believed to be gone as long as it may trust something.
    await expect(refusal({})).resolves.toMatch(/serves this database with Redis/);
    await sleep(78_000);
    const heirs = [await start(), await start({ ...other.environment, ...withRedis('cc:') })] as const;
    expect((await revoke(heirs[0], held)).status).toBe(204);
    expect(await isActive(heirs[1], doomed)).toBe(true);

    // They are read first of all when it wakes up.
    const asked = Array.from({ length: 20 }, () => ask(cached, held).catch(() => undefined));
    const revoked = revoke(uncached, doomed).catch(() => undefined);
    await sleep(200);
    for (const { pid } of [cached, uncached]) process.kill(pid, 'SIGCONT');
    for (const answer of await Promise.all(asked)) expect(answer?.body?.active ?? false).toBe(false);
    expect([503, undefined]).toContain((await revoked)?.status);

    await eventually(
      async () => expect([cached.isRunning, uncached.isRunning]).toEqual([false, false]),
      20_000,
    );
    expect(cached.logged()).toContain('1 other process serves this database without Redis');
    expect(uncached.logged()).toContain('1 other process serves this database with Redis');
    for (const heir of heirs) expect((await revoke(heir, await newToken(heir))).status).toBe(204);
    await Promise.all(heirs.map((heir) => heir.kill('SIGTERM')));
    await other.remove();
  }, 600_000);
});

describe('a Redis that forgets which one it is', () => {
  it('emptied: it stays the same one for those who use it, and a process that starts at that moment joins them', async () => {
    const own = await PrivateRedis.start();
    const first = await start(withRedis('aa:', own.url));
    const client = new Redis(own.url);
    await client.flushall();
    const second = await start(withRedis('aa:', own.url));
    await eventually(async () => {
      const token = await newToken(first);
      for (const process of [first, second]) expect(await isActive(process, token)).toBe(true);
      expect((await revoke(second, token)).status).toBe(204);
      for (const process of [first, second]) expect(await isActive(process, token)).toBe(false);
    });
    client.disconnect();
    await own.stop();
  });

  it('started anew and empty: all agree on a new one within 5 s', async () => {
    const own = await PrivateRedis.start();
    const all = [await start(withRedis('aa:', own.url)), await start(withRedis('aa:', own.url))];
    await own.stop();
    await own.start();
    await eventually(async () => {
      const token = await newToken(all[0]!);
      for (const process of all) expect(await isActive(process, token)).toBe(true);
      expect((await revoke(all[1]!, token)).status).toBe(204);
    }, 5000);
    expect(all.map((process) => process.isRunning)).toEqual([true, true]);
    await own.stop();
  });

  it('replaced for one process only: nobody trusts what is cached, and no revocation is promised', async () => {
    const [one, other] = await Promise.all([PrivateRedis.start(), PrivateRedis.start()]);
    const way = await SlowProxy.before(one.port);
    const first = await start(withRedis('aa:', one.url));
    const second = await start(withRedis('aa:', `redis://127.0.0.1:${way.port}`));
    way.leadTo(other.port);
    await eventually(
      async () => expect(second.logged()).toMatch(/with another one.*nothing cached is trusted/),
      15_000,
    );
    const token = await newToken(first);
    for (const process of [first, second]) expect(await isActive(process, token)).toBe(true);
    const { status, body } = await revoke(second, token);
    expect([status, body.detail]).toEqual([503, expect.stringMatching(/^It is stored, but it is not known/)]);
    // The other one notices with its next heartbeat.
    await sleep(6000);
    expect(await isActive(first, token)).toBe(false);
    way.leadTo(one.port);
    await eventually(
      async () => expect((await revoke(second, await newToken(first))).status).toBe(204),
      15_000,
    );
    await Promise.all([first, second].map((process) => process.kill('SIGTERM')));
    await way.close();
    await Promise.all([one.stop(), other.stop()]);
  });
});

it('what a killed process leaves is told with its remaining seconds, and gone when these are over', async () => {
  const first = await start(withRedis());
  await first.kill('SIGKILL');
  const [, seconds] = /for another (\d+) s/.exec(await refusal({}))!;
  expect(Number(seconds)).toBeGreaterThan(50);
  expect(Number(seconds)).toBeLessThanOrEqual(75);
  const client = new Client({ connectionString: store.environment.DATABASE_URL });
  await client.connect();
  await client.query('UPDATE cache_members SET live_until = live_until - 75000');
  await client.end();
  await start();
});
