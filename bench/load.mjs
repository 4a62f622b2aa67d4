/** The built service in a process of its own, and a closed loop of requests to it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const connections = 16;

/** Starts the service on a free port; `account` is the secret of its account token. */
export async function startService(environment, account) {
  const main = fileURLToPath(new globalThis.URL('../dist/src/main.js', import.meta.url));
  const child = spawn(
    process.execPath,
    [...(process.env.NODE_FLAGS ?? '').split(' ').filter(Boolean), main],
    {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'warn',
        RATE_LIMITS: 'off',
        TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let logged = '';
  child.stdout.on('data', (data) => (logged += data));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const listens = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (listens) resolve(Number(listens[1]));
    });
    child.once('exit', (code) => reject(new Error(`The service ended (${code}): ${said}`)));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    base: `http://127.0.0.1:${port}`,
    ask: (asked) => ask(agent, port, account, asked),
    /** CPU time of the process so far, in s (Linux). */
    cpu: () => {
      const [, , user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '0 ')
        .split(' ')
        .slice(10);
      return (Number(user) + Number(system)) / 100;
    },
    /** What it warned of so far. */
    warnings: () =>
      logged
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).msg),
    stop: async () => {
      agent.destroy();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Sends one request and returns the parsed answer; anything but the status that is expected is an error. */
function ask(agent, port, account, { method = 'POST', path, json, status = 200 }) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const headers = {
    authorization: `Bearer ${account}`,
    ...(body && { 'content-type': 'application/json', 'content-length': globalThis.Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => {
        const text = globalThis.Buffer.concat(pieces).toString();
        if (response.statusCode !== status)
          reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        else resolve(text && JSON.parse(text));
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Does each of the requests once: each connection asks again as soon as it was answered.
 *
 * @param check throws when an answer is not what was to be measured
 * @returns mean time of the loop for each request, median and 99th percentile of the answers' times, in ms
 */
export async function loop(service, requests, check) {
  let next = 0;
  const times = [];
  const connection = async () => {
    while (next < requests.length) {
      const asked = requests[next++];
      const start = performance.now();
      check(await service.ask(asked));
      times.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const mean = (performance.now() - start) / requests.length;
  times.sort((one, other) => one - other);
  return { mean, p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}
