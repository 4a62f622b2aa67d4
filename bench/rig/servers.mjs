/** PostgreSQL and Redis of this run's own, on the second core; nothing of them is left when it has ended. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { otherCore } from './cores.mjs';

/** Starts PostgreSQL as it comes (every commit is on the disk before it is answered). */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'tokenwright-bench-'));
  const owner = unprivileged();
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder, stdio: 'ignore' };
  execFileSync('initdb', ['-D', folder, '-U', 'postgres', '-A', 'trust', '--no-sync'], options);
  const port = await freePort();
  const settings = ['-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=200'];
  const command = ['postgres', '-D', folder, '-p', String(port), ...settings];
  const child = spawn('taskset', ['-c', String(otherCore), ...command], options);
  const server = `postgres://postgres@127.0.0.1:${port}`;
  const admin = new pg.Pool({ connectionString: `${server}/postgres`, max: 1 });
  const { rows } = await eventually(() => admin.query('SHOW server_version'));
  return {
    version: rows[0].server_version,
    /** A new, empty database. */
    database: async (name) => {
      await admin.query(`CREATE DATABASE ${name}`);
      return `${server}/${name}`;
    },
    stop: async () => {
      await admin.end();
      await ended(child, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts Redis without persistence. */
export async function startRedis() {
  const port = await freePort();
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const command = ['redis-server', '--port', String(port), ...settings];
  const child = spawn('taskset', ['-c', String(otherCore), ...command], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  const version = /redis_version:(\S+)/.exec(await client.info('server'))[1];
  client.disconnect();
  return { version, url, stop: () => ended(child, 'SIGKILL') };
}

/** Ends a process and waits until it is gone. */
export async function ended(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Fulfilled as soon as `attempt` is; rejected with its last error after 20 s. */
async function eventually(attempt) {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await setTimeout(50);
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** PostgreSQL refuses to run as root: then it runs as the system's own user for it. */
function unprivileged() {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
