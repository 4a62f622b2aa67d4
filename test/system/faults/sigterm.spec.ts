import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  account,
  as,
  type Held,
  isActive,
  mint,
  newTokenOf,
  newUserOf,
  repeat,
  timed,
  withAccount,
} from '../../support/processes.js';
import { HeldRequest } from '../../support/held-request.js';
import { eventually } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgresAndRedis, type Store } from '../../support/stores.js';

const topologies: Record<string, () => Promise<Store>> = {
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-sigterm-'));
    return {
      environment: { DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}` },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
  'PostgreSQL and Redis': newPostgresAndRedis,
  'PostgreSQL and Redis with WORKERS=2': async () => {
    const { environment, remove } = await newPostgresAndRedis();
    return { environment: { ...environment, WORKERS: '2' }, remove };
  },
};

/** Ended as it was told to, not cut off: by the signal itself, or with the status of success. */
const proper = [
  { code: 0, signal: null },
  { code: null, signal: 'SIGTERM' },
];

/** How connecting to the service fails; undefined when it does not. */
function refusalOf(process: ServiceProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ port: process.port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(undefined);
    }).once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
}

/** When the token was last used, as the database has it. */
async function storedUseOf(process: ServiceProcess, { id }: Held): Promise<string | null> {
  const { status, body } = await as(process, 'GET', `/v1/ecosystems/default/tokens/${id}`);
  expect(status).toBe(200);
  return body.lastUsedAt;
}

const introspection = '/v1/tokens/introspect';
const bulkMint = '/v1/enterprise/user-tokens';

describe.each(Object.keys(topologies))('SIGTERM on %s', (name) => {
  let store: Store;
  beforeAll(async () => {
    store = await topologies[name]!();
  });
  afterAll(() => store.remove());

  it('stops accepting, finishes what is in flight, stores the uses, ends within 10 s and loses nothing', async () => {
    const process = await ServiceProcess.start({ ...store.environment, ...withAccount });
    const userId = await newUserOf(process);
    const server = (await as(process, 'POST', '/v1/ecosystems/default/server-tokens', {})).body.secret;
    const [usedBefore, usedAfter] = [await newTokenOf(process, userId), await newTokenOf(process, userId)];
    const many = { data: Array.from({ length: 10_000 }, () => userId) };
    // A connection on which nothing is asked any more holds nobody up.
    const idle = createConnection({ port: process.port, host: '127.0.0.1' });
    idle.on('error', () => undefined).write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    const held = {
      bulk: await HeldRequest.open(process, bulkMint, server, many),
      laterBulk: await HeldRequest.open(process, bulkMint, server, { data: many.data.slice(0, 1000) }),
      use: await HeldRequest.open(process, introspection, account, { token: usedAfter.secret }),
    };
    const minted: Held[] = [];
    const stopMinting = repeat(3, async () => {
      const reply = await mint(process, userId).catch(() => undefined);
      if (reply?.status !== 201) return void (await new Promise((resolve) => setTimeout(resolve, 20)));
      minted.push({ id: reply.body.token.id, userId, secret: reply.body.secret });
    });
    await eventually(async () => expect(minted.length).toBeGreaterThan(10));
    const bulk = held.bulk.finish();
    expect(await isActive(process, usedBefore)).toBe(true);

    const ended = timed(() => process.kill('SIGTERM'));
    await eventually(async () => expect(await refusalOf(process)).toBe('ECONNREFUSED'), 3000);
    const [use, laterBulk] = await Promise.all([held.use.finish(), held.laterBulk.finish()]);
    expect(use).toMatchObject({ status: 200, body: { active: true } });
    const bulks = [await bulk, laterBulk];
    expect(bulks.map(({ status, body }) => [status, body.data?.length])).toEqual([
      [201, 10_000],
      [201, 1000],
    ]);
    const { result, ms } = await ended;
    await stopMinting();
    idle.destroy();
    expect(proper).toContainEqual(result);
    expect(ms).toBeLessThan(10_000);

    const next = await ServiceProcess.start({ ...store.environment, ...withAccount, WORKERS: '1' });
    try {
      expect(await storedUseOf(next, usedBefore)).toEqual(expect.any(String));
      expect(await storedUseOf(next, usedAfter)).toEqual(expect.any(String));
      for (const token of minted) expect(await isActive(next, token)).toBe(true);
      for (const { body } of bulks) {
        for (let index = 0; index < body.data.length; index += 99) {
          expect(await isActive(next, { secret: body.data[index].token })).toBe(true);
        }
      }
    } finally {
      await next.kill('SIGKILL');
    }
  });
});

describe('SIGTERM while', () => {
  it('a client never sends its body: ends within 10 s all the same', async () => {
    const waited = await Promise.all(
      ['SQLite', 'PostgreSQL and Redis with WORKERS=2'].map(async (name) => {
        const { environment, remove } = await topologies[name]!();
        const process = await ServiceProcess.start({ ...environment, ...withAccount });
        const held = await HeldRequest.open(process, introspection, account, { token: 'never sent' });
        const { ms } = await timed(() => process.kill('SIGTERM'));
        held.abandon();
        await remove();
        return ms;
      }),
    );
    expect(Math.max(...waited)).toBeLessThan(10_000);
  });

  it('a use is yet to be stored: waits until it is', async () => {
    const { environment, remove } = await newPostgresAndRedis();
    const process = await ServiceProcess.start({ ...environment, ...withAccount });
    const token = await newTokenOf(process, await newUserOf(process));
    const locker = new Client({ connectionString: environment.DATABASE_URL });
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('SELECT 1 FROM tokens WHERE id = $1 FOR UPDATE', [token.id]);
    expect(await isActive(process, token)).toBe(true);
    const ended = process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(process.isRunning).toBe(true);
    await locker.query('COMMIT');
    expect(proper).toContainEqual(await ended);
    const { rows } = await locker.query('SELECT last_used_at FROM tokens WHERE id = $1', [token.id]);
    expect(rows).toEqual([{ last_used_at: expect.any(String) }]);
    await locker.end();
    await remove();
  });

  it('more is asked on a connection that is in use: answers it too, and closes the connection', async () => {
    const { environment, remove } = await topologies['SQLite']!();
    const process = await ServiceProcess.start({ ...environment, ...withAccount });
    const body = JSON.stringify({ token: 'unknown' });
    const head = `Host: localhost\r\nAuthorization: Bearer ${account}\r\n`;
    const socket = createConnection({ port: process.port, host: '127.0.0.1' });
    let answers = '';
    socket.on('data', (data) => (answers += data.toString()));
    socket.write(
      `POST ${introspection} HTTP/1.1\r\n${head}Content-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    await eventually(async () => expect(answers).toContain('100 Continue'));
    const ended = process.kill('SIGTERM');
    await eventually(async () => expect(await refusalOf(process)).toBe('ECONNREFUSED'), 3000);
    socket.write(`${body}GET /v1/self HTTP/1.1\r\n${head}\r\n`);
    await new Promise((resolve) => socket.once('close', resolve));
    const [, first, second] = answers.split(/(?=HTTP\/1\.1 )/);
    expect(first).toMatch(/^HTTP\/1\.1 200 [^]*\{"active":false\}$/);
    expect(second).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*"holder":"account"/i);
    expect(proper).toContainEqual(await ended);
    await remove();
  });
});

describe('a signal to stop', () => {
  it.each(['SIGTERM', 'SIGHUP'])(
    '%s ends the first process of a container while it starts',
    async (signal) => {
      const { environment, remove } = await topologies['SQLite']!();
      const given = ['--pid', '--fork', '--kill-child', process.execPath, 'dist/src/main.js'];
      const env = { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'fatal', ...environment };
      const outer = spawn('unshare', given, { env, stdio: 'ignore' });
      const ended = new Promise((resolve) => outer.once('exit', (code) => resolve(code)));
      const inner = await eventually(async () => {
        const children = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim();
        // Node itself catches SIGTERM, and then it is lost; SIGHUP is ours, and the last that we listen to.
        if (!catches(Number(children), 'SIGHUP')) throw new Error('The process hears no signal yet');
        return Number(children);
      });
      process.kill(inner, signal);
      expect(await ended).toBe(0);
      await remove();
    },
  );

  it.each(Object.keys(topologies))('SIGHUP on %s drains as SIGTERM does', async (name) => {
    const { environment, remove } = await topologies[name]!();
    const service = await ServiceProcess.start({ ...environment, ...withAccount });
    const held = await HeldRequest.open(service, introspection, account, { token: 'unknown' });
    const ended = service.kill('SIGHUP');
    await eventually(async () => expect(await refusalOf(service)).toBe('ECONNREFUSED'));
    expect(await held.finish()).toMatchObject({ status: 200, body: { active: false } });
    expect(await ended).toEqual({ code: 0, signal: null });
    await remove();
  });

  it('with SHUTDOWN_DELAY new connections are served until it is over, and told to close', async () => {
    const { environment, remove } = await topologies['SQLite']!();
    const service = await ServiceProcess.start({ ...environment, ...withAccount, SHUTDOWN_DELAY: '2' });
    const ended = service.kill('SIGTERM');
    await eventually(async () => expect((await service.ask('/health/ready')).status).toBe(503));
    const reply = await as(service, 'GET', '/v1/self');
    expect([reply.status, reply.headers.get('connection')]).toEqual([200, 'close']);
    expect(await ended).toEqual({ code: 0, signal: null });
    await remove();
  });
});

/** Whether the process has a handler for the signal, as the kernel tells it. */
function catches(pid: number, signal: string): boolean {
  const [, mask] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const bit = BigInt(constants.signals[signal as NodeJS.Signals] - 1);
  return mask !== undefined && ((BigInt(`0x${mask}`) >> bit) & 1n) === 1n;
}
