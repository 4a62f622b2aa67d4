import { Redis } from 'ioredis';
import { hashOf } from '../../src/tokens/secrets/secret.js';
import { eventually, PrivateRedis, SlowProxy } from './servers.js';
import type { Reply } from './service.js';
import { ServiceProcess } from './service-process.js';
import { newPostgres } from './stores.js';

/** Secret of the first account token of every process that a test starts with `withAccount`. */
export const account = 'account-token-of-the-store-tests-only';

export const withAccount = { TOKENWRIGHT_BOOTSTRAP_TOKEN: account };

/** A token that a test minted. */
export interface Held {
  id: string;
  userId: string;
  secret: string;
}

/** Asks natively, with the first account token. */
export function as(process: ServiceProcess, method: string, path: string, json?: unknown): Promise<Reply> {
  return process.native(method, path, account, json);
}

/** The id of a new user of the default ecosystem. */
export async function newUserOf(process: ServiceProcess, given: object = {}): Promise<string> {
  const { status, body } = await as(process, 'POST', '/v1/ecosystems/default/users', given);
  if (status !== 201) throw new Error(`No user: ${JSON.stringify(body)}`);
  return body.id;
}

/** Asks for a token of the user; what comes back is for the test to judge. */
export function mint(process: ServiceProcess, userId: string, given: object = {}): Promise<Reply> {
  return as(process, 'POST', `/v1/ecosystems/default/users/${userId}/tokens`, given);
}

/** A new token of the user; fails when there is none. */
export async function newTokenOf(process: ServiceProcess, userId: string, given: object = {}): Promise<Held> {
  const { status, body } = await mint(process, userId, given);
  if (status !== 201) throw new Error(`No token: ${status} ${JSON.stringify(body)}`);
  return { id: body.token.id, userId, secret: body.secret };
}

/** What introspection answers; it counts as a use. */
export function ask(process: ServiceProcess, { secret }: Pick<Held, 'secret'>): Promise<Reply> {
  return as(process, 'POST', '/v1/tokens/introspect', { token: secret });
}

/** Whether the token is live; fails unless the process says it. */
export async function isActive(process: ServiceProcess, token: Pick<Held, 'secret'>): Promise<boolean> {
  const { status, body } = await ask(process, token);
  if (status !== 200) throw new Error(`No verdict: ${status} ${JSON.stringify(body)}`);
  return body.active;
}

/** How long the work took, in ms, together with what it came to. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const from = performance.now();
  const result = await work();
  return { result, ms: performance.now() - from };
}

export function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

/**
 * Does the work again and again, in `lanes` at once, until the function returned is called and awaited; for 200 s at
 * the most, so that a test that fails leaves nothing running.
 */
export function repeat(lanes: number, work: () => Promise<void>): () => Promise<void> {
  const until = Date.now() + 200_000;
  let isOver = false;
  const run = async () => {
    while (!isOver && Date.now() < until) await work();
  };
  const all = Promise.all(Array.from({ length: lanes }, run));
  // Whoever waits for the end hears of a failure; until then it must not end the test run.
  all.catch(() => (isOver = true));
  return async () => {
    isOver = true;
    await all;
  };
}

/** How often a text is in what the process logged. */
function timesLogged(process: ServiceProcess, text: string): number {
  return process.logged().split(text).length - 1;
}

/** What a process logs when it loses Redis, and when it uses it. */
const away = 'Redis is away';
const back = 'Redis answers';

/** Whether the process uses Redis, by the last that it logged of it. */
export function usesRedis(process: ServiceProcess): boolean {
  return process.logged().lastIndexOf(back) > process.logged().lastIndexOf(away);
}

/** Fulfilled when all of the processes use Redis. */
export function whenAllUseRedis(processes: ServiceProcess[], ms: number): Promise<void> {
  return eventually(async () => {
    for (const [index, process] of processes.entries()) {
      if (!usesRedis(process)) throw new Error(`Process ${index} does not use Redis after ${ms} ms`);
    }
  }, ms);
}

/** Fulfilled when all of the processes have lost Redis since this was called, if only for a while. */
export function whenAllLoseRedis(processes: ServiceProcess[]): (ms: number) => Promise<void> {
  const before = processes.map((process) => timesLogged(process, away));
  const hasLost = (process: ServiceProcess, index: number) =>
    timesLogged(process, away) > before[index]! || !usesRedis(process);
  return (ms) =>
    eventually(async () => {
      for (const [index, process] of processes.entries()) {
        if (!hasLost(process, index)) throw new Error(`Process ${index} uses Redis after ${ms} ms`);
      }
    }, ms);
}

/** Three processes on one PostgreSQL and one Redis of their own, the first of them over a way that can be made slow. */
export interface Fleet {
  redis: PrivateRedis;
  /** A look into Redis. */
  client: Redis;
  way: SlowProxy;
  all: [ServiceProcess, ServiceProcess, ServiceProcess];
  environment: Record<string, string>;
  end: () => Promise<void>;
}

/** @param folder where Redis keeps a snapshot, when the test has it save one */
export async function startFleet(folder?: string): Promise<Fleet> {
  const [store, redis] = await Promise.all([newPostgres(), PrivateRedis.start(folder)]);
  const way = await SlowProxy.before(redis.port);
  const client = new Redis(redis.url);
  client.on('error', () => undefined);
  const environment = { ...store.environment, ...withAccount };
  const start = (REDIS_URL: string) => ServiceProcess.start({ ...environment, REDIS_URL });
  const slowable = `redis://127.0.0.1:${way.port}`;
  const all = await Promise.all([start(slowable), start(redis.url), start(redis.url)]);
  const end = async () => {
    await Promise.all(all.map((process) => process.kill('SIGKILL')));
    client.disconnect();
    await way.close();
    await redis.stop();
    await store.remove();
  };
  return { redis, client, way, all, environment, end };
}

export const sessionKey = ({ secret }: Pick<Held, 'secret'>) => `tokenwright:s:{${hashOf(secret)}}`;

export const tombstoneKey = ({ secret }: Pick<Held, 'secret'>) => `tokenwright:d:{${hashOf(secret)}}`;

/** Asks every process, so that all of them trust the sessions for a while. */
export async function warm(processes: ServiceProcess[], tokens: Held[]): Promise<void> {
  for (const process of processes) {
    for (const token of tokens) {
      if (!(await isActive(process, token))) throw new Error('A token that should live is dead');
    }
  }
}
