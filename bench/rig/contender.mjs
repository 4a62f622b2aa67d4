/** Servers that are measured: each in a process of its own on the first core. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { serverCore } from './cores.mjs';
import { ended } from './servers.mjs';

const running = new Set();

/** Starts a Node program of this repository on the server's core; `flags` are Node's. */
export function spawnServer(file, environment, { flags = [], stdio }) {
  const program = fileURLToPath(new globalThis.URL(`../../${file}`, import.meta.url));
  const child = spawn('taskset', ['-c', String(serverCore), process.execPath, ...flags, program], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Ends whatever runs, at once. */
export function stopAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a program of `contenders/`, which tells where it listens and what it is to be asked (`ready.mjs`). */
export async function startContender(file, environment) {
  const child = spawnServer(`bench/contenders/${file}.mjs`, environment, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr.on('data', (data) => (said = (said + data).slice(-2000)));
  const { port, requests } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended (${code}): ${said}`)));
  });
  return { pid: child.pid, port, requests, stop: () => ended(child, 'SIGTERM') };
}
