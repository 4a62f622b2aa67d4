import { Client } from 'pg';
import {
  account,
  as,
  type Held,
  isActive,
  mint,
  newTokenOf,
  newUserOf,
  withAccount,
} from '../../support/processes.js';
import { eventually } from '../../support/servers.js';
import type { Reply } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';

let store: Store;
let service: ServiceProcess;
let userId: string;
let locker: Client;
let busy: ServiceProcess | undefined;
let known: Held;

beforeAll(async () => {
  store = await newPostgres();
  service = await ServiceProcess.start({ ...store.environment, ...withAccount });
  userId = await newUserOf(service);
  known = await newTokenOf(service, userId);
  locker = new Client({ connectionString: store.environment.DATABASE_URL });
  await locker.connect();
});
afterAll(async () => {
  await locker.end();
  await service.kill('SIGTERM');
  await busy?.kill('SIGTERM');
  await store.remove();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isOverloaded = ({ status, headers, body }: Reply) =>
  status === 503 && headers.get('retry-after') === '1' && body.code === 'overloaded';
const isMinted = ({ reply }: Answer) => reply.status === 201;

type Answer = { reply: Reply; ms: number };

/** Requests for tokens arrive at a rate that does not wait for answers, until told; every answer there was. */
async function arrive(perSecond: number, goesOn: (answers: Answer[]) => boolean): Promise<Answer[]> {
  const asked: Promise<unknown>[] = [];
  const answers: Answer[] = [];
  while (goesOn(answers)) {
    for (let one = 0; one < perSecond / 50; one += 1) {
      const began = performance.now();
      asked.push(
        mint(service, userId).then((reply) => answers.push({ reply, ms: performance.now() - began })),
      );
    }
    await pause(20);
  }
  await Promise.all(asked);
  return answers;
}

describe('while PostgreSQL is slow', () => {
  it.each([
    ['writes', 'EXCLUSIVE', [200, 503]],
    ['everything', 'ACCESS EXCLUSIVE', [503, 503]],
  ])('%s: what comes is refused quickly, what was taken on is kept', async (_, mode, [check, change]) => {
    await locker.query('BEGIN');
    await locker.query(`LOCK TABLE tokens IN ${mode} MODE`);
    // A slow machine answers later: requests arrive until the database answered one of them again.
    let released = Infinity;
    const arriving = arrive(300, (so) => !so.some(isMinted) && performance.now() < released + 30_000);
    // Joined reads take the connections one after the other: it is a while until nobody finds one.
    await pause(4000);
    expect((await service.ask('/health/live')).status).toBe(200);
    expect((await as(service, 'POST', '/v1/tokens/introspect', { token: known.secret })).status).toBe(check);
    expect((await mint(service, userId)).status).toBe(change);
    await pause(500);
    await locker.query('COMMIT');
    released = performance.now();
    const answers = await arriving;
    const minted = answers.filter(isMinted);
    const refused = answers.filter(({ reply }) => isOverloaded(reply));
    // Who was taken on and then found no connection is told so, as ever.
    const others = answers.filter(({ reply }) => reply.status !== 201 && !isOverloaded(reply));
    expect(others.filter(({ reply }) => reply.body.code !== 'unavailable')).toEqual([]);
    expect(refused.length).toBeGreaterThan(answers.length / 4);
    expect(minted.length).toBeGreaterThan(0);
    const times = refused.map(({ ms }) => ms).sort((one, other) => one - other);
    expect(times[Math.floor(times.length * 0.9)]).toBeLessThan(1000);
    const secrets = minted.map(({ reply }) => reply.body.secret as string);
    await eventually(async () => expect(await isActive(service, known)).toBe(true), 2000);
    for (let from = 0; from < secrets.length; from += 1000) {
      const tokens = secrets.slice(from, from + 1000);
      const { body } = await as(service, 'POST', '/v1/tokens/introspect/bulk', { tokens });
      expect(body.data.filter(({ active }: { active: boolean }) => !active)).toEqual([]);
    }
  });

  it('serves again at once when it is over', async () => {
    const answers = await arrive(100, (so) => so.length < 100);
    expect(new Set(answers.map(({ reply }) => reply.status))).toEqual(new Set([201]));
  });
});

it('200 connections that ask without a pause are all answered', async () => {
  const statuses = new Set<number>();
  const until = Date.now() + 3000;
  const ask = async () => {
    while (Date.now() < until) {
      statuses.add((await mint(service, userId)).status);
      statuses.add((await as(service, 'POST', '/v1/tokens/introspect', { token: known.secret })).status);
    }
  };
  await Promise.all(Array.from({ length: 200 }, ask));
  expect([...statuses].sort()).toEqual([200, 201]);
});

it('a process that stood still for a second refuses nobody', async () => {
  const statuses = new Set<number>();
  const until = Date.now() + 5000;
  const ask = async () => {
    while (Date.now() < until) statuses.add((await mint(service, userId)).status);
  };
  const asking = Array.from({ length: 100 }, ask);
  for (let times = 0; times < 2; times += 1) {
    await pause(500);
    process.kill(service.pid, 'SIGSTOP');
    await pause(1000);
    process.kill(service.pid, 'SIGCONT');
  }
  await Promise.all(asking);
  expect([...statuses]).toEqual([201]);
});

it('a process that has no time refuses, and answers again at once', async () => {
  // So little that the requests of one turn of the event loop are too many.
  busy = await ServiceProcess.start({
    ...{ DATABASE_URL: 'sqlite::memory:', OVERLOAD_WAIT: '2' },
    ...withAccount,
  });
  const replies: Reply[] = [];
  const introspection = () => as(busy!, 'POST', '/v1/tokens/introspect', { token: account });
  const seen = (status: number) => replies.some((reply) => reply.status === status);
  // However fast the machine is: until both were seen.
  for (let round = 0; round < 100 && !(seen(200) && seen(503)); round += 1) {
    replies.push(...(await Promise.all(Array.from({ length: 200 }, introspection))));
  }
  expect([seen(200), seen(503)]).toEqual([true, true]);
  expect(replies.filter((reply) => reply.status !== 200 && !isOverloaded(reply))).toEqual([]);
  await eventually(async () => expect((await introspection()).status).toBe(200), 60_000);
});
