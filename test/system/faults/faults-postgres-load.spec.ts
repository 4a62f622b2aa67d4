import { Client } from 'pg';
import {
  as,
  ask,
  type Held,
  isActive,
  mint,
  newTokenOf,
  newUserOf,
  repeat,
  timed,
  warm,
  withAccount,
} from '../../support/processes.js';
import { eventually, PrivatePostgres, PrivateRedis } from '../../support/servers.js';
import type { Reply } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';

let postgres: PrivatePostgres;
/** Processes with Redis and without it do not share a database. */
let alone: PrivatePostgres;
let redis: PrivateRedis;
let environment: Record<string, string>;
let service: ServiceProcess;
let userId: string;
const others: ServiceProcess[] = [];

beforeAll(async () => {
  [postgres, alone, redis] = await Promise.all([
    PrivatePostgres.start(),
    PrivatePostgres.start(),
    PrivateRedis.start(),
  ]);
  environment = { DATABASE_URL: postgres.url, ...withAccount };
  service = await ServiceProcess.start({ ...environment, REDIS_URL: redis.url });
  userId = await newUserOf(service, { username: 'ada', password: 'correct horse battery staple' });
});
afterAll(async () => {
  await Promise.all([service, ...others].map((process) => process.kill('SIGKILL')));
  await postgres.remove();
  await alone.remove();
  await redis.stop();
});

async function startWithoutRedis(): Promise<ServiceProcess> {
  const process = await ServiceProcess.start({ ...environment, DATABASE_URL: alone.url });
  others.push(process);
  return process;
}
const revoke = (process: ServiceProcess, { id }: Held) =>
  as(process, 'DELETE', `/v1/ecosystems/default/tokens/${id}`);
const logIn = () =>
  service.ask('/api/v1/login', {
    method: 'POST',
    json: { user: 'ada', password: 'correct horse battery staple' },
  });

describe('when PostgreSQL is stopped under load and started again', () => {
  const topologies: Record<string, () => Promise<[ServiceProcess, PrivatePostgres, string]>> = {
    'with Redis': async () => [service, postgres, userId],
    'without Redis': async () => {
      const process = await startWithoutRedis();
      return [process, alone, await newUserOf(process)];
    },
  };

  it.each(Object.keys(topologies))(
    '%s: every answer is right or 503, and nothing answered is lost',
    async (name) => {
      const [process, database, holder] = await topologies[name]!();
      const known = await Promise.all(Array.from({ length: 5 }, () => newTokenOf(process, holder)));
      await warm([process], known);
      const live = [...known];
      const dead: Held[] = [];
      const statuses = new Set<number>();
      /** The reply when it is a 2xx; every status is noted. */
      const answered = async (asked: Promise<Reply>): Promise<Reply | undefined> => {
        const reply = await asked;
        statuses.add(reply.status);
        if (reply.status < 300) return reply;
        // `unavailable`, or `overloaded` where others wait for the database already.
        if (reply.status === 503) expect(['1', '5']).toContain(reply.headers.get('retry-after'));
        await new Promise((resolve) => setTimeout(resolve, 20));
        return undefined;
      };
      let served = 0;
      const stop = repeat(6, async () => {
        const minted = await answered(mint(process, holder));
        if (!minted) return;
        const token = { id: minted.body.token.id, userId: holder, secret: minted.body.secret };
        const isToEnd = served % 2 === 0;
        served += 1;
        if (!isToEnd) return void live.push(token);
        const revoked = await answered(revoke(process, token));
        if (revoked) dead.push(token);
      });
      const stopVerifying = repeat(3, async () => {
        const verdict = await answered(ask(process, live[Math.floor(Math.random() * live.length)]!));
        if (verdict) expect(verdict.body.active).toBe(true);
        const late = dead.at(-1);
        const refusal = late && (await answered(ask(process, late)));
        if (refusal) expect(refusal.body.active).toBe(false);
      });
      /** Waits for it; where one who asks has failed in the meantime, that is what is told. */
      const whileAsking = (attempt: () => void) =>
        eventually(async () => attempt(), 60_000).catch(async (error) => {
          await Promise.all([stop(), stopVerifying()]);
          throw error;
        });
      const whenServed = (more: number) => {
        const before = served;
        return whileAsking(() => expect(served).toBeGreaterThan(before + more));
      };
      await whenServed(10);
      for (let outage = 0; outage < 2; outage += 1) {
        await database.stop();
        statuses.delete(503);
        await whileAsking(() => expect(statuses.has(503)).toBe(true));
        await database.start();
        await whenServed(10);
      }
      await Promise.all([stop(), stopVerifying()]);
      expect([...statuses].sort()).toEqual([200, 201, 204, 503]);
      for (const token of live) expect(await isActive(process, token)).toBe(true);
      for (const token of dead) expect(await isActive(process, token)).toBe(false);
      expect(process.isRunning).toBe(true);
    },
  );
});

describe('while PostgreSQL is frozen', () => {
  /** As long as one statement may take, and some more. */
  const bound = 25_000;

  it('503 within a bounded time, what is confirmed is answered at once, and all is well after it', async () => {
    const [confirmed, cold, locked] = await Promise.all([1, 2, 3].map(() => newTokenOf(service, userId)));
    await warm([service], [confirmed!]);
    const locker = new Client({ connectionString: postgres.url });
    locker.on('error', () => undefined);
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('SELECT 1 FROM tokens WHERE id = $1 FOR UPDATE', [locked!.id]);
    // This one is caught in the middle of its transaction.
    const caught = timed(() => revoke(service, locked!));
    await new Promise((resolve) => setTimeout(resolve, 500));
    postgres.freeze();
    const asks = [
      () => mint(service, userId),
      () => ask(service, cold!),
      () => service.native('GET', '/v1/self', cold!.secret),
      () => logIn(),
      () => service.ask('/health/ready'),
    ];
    // More than the pool has connections.
    const asked = [...asks, ...asks, ...asks].map((work) => timed(work));
    expect((await timed(() => service.ask('/health/live'))).ms).toBeLessThan(1000);
    const known = await timed(() => ask(service, confirmed!));
    expect(known.result).toMatchObject({ status: 200, body: { active: true } });
    expect(known.ms).toBeLessThan(1000);

    const replies = await Promise.all([caught, ...asked]);
    postgres.thaw();
    await locker.end();
    expect([...new Set(replies.map(({ result }) => result.status))]).toEqual([503]);
    expect([...new Set(replies.map(({ result }) => result.headers.get('retry-after')))]).toEqual(['5']);
    const isWell = () =>
      Promise.all(asks.map(async (work) => expect((await work()).status).toBeLessThan(300)));
    await eventually(isWell, 5000);
    // No connection is left in the middle of what was cut off.
    for (let round = 0; round < 30; round += 1) await isWell();
    expect(Math.max(...replies.map(({ ms }) => ms))).toBeLessThan(bound);
  });
});

describe('SIGTERM while PostgreSQL is stopped', () => {
  it('ends within 10 s, though a use cannot be stored', async () => {
    const process = await startWithoutRedis();
    const token = await newTokenOf(process, await newUserOf(process));
    const locker = new Client({ connectionString: alone.url });
    locker.on('error', () => undefined);
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('SELECT 1 FROM tokens WHERE id = $1 FOR UPDATE', [token.id]);
    await warm([process], [token]);
    await alone.stop();
    const { ms } = await timed(() => process.kill('SIGTERM'));
    await alone.start();
    expect(ms).toBeLessThan(10_000);
  });
});
