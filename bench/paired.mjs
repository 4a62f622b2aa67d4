/**
 * Compares two builds of the service: `node paired.mjs BEFORE AFTER`, each the folder of a checkout with `dist`. Both run
 * on a SQLite store of their own and answer the same requests in turn, for 40 rounds after 5 s of warming up each. The
 * figure is the CPU time of a request, after ÷ before: the median of the rounds, with the range of the middle half.
 */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import console from 'node:console';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const rounds = Number(process.env.ROUNDS ?? 40);
const perRound = Number(process.env.REQUESTS ?? 1500);
const connections = 16;
const key = 'tw_a_paired-paired-paired-paired-paired-paired-12';
const folders = process.argv.slice(2, 4);
const data = mkdtempSync(join(tmpdir(), 'paired-'));

class Service {
  agent = new Agent({ keepAlive: true, maxSockets: connections });

  constructor(folder, port) {
    this.port = port;
    this.child = spawn(process.execPath, [join(folder, 'dist/src/main.js')], {
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        DATABASE_URL: `sqlite:${join(data, `${port}.sqlite`)}`,
        TOKENWRIGHT_BOOTSTRAP_TOKEN: key,
        RATE_LIMITS: 'off',
        OVERLOAD_WAIT: '0',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  /** CPU time of the main thread so far, in ms. Linux only. */
  get cpu() {
    return Number(readFileSync(`/proc/${this.child.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  }

  send(method, path, body, bearer = key) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${bearer}`,
        ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const sent = request(
        { host: '127.0.0.1', port: this.port, agent: this.agent, method, path, headers },
        (answer) => {
          let received = '';
          answer.setEncoding('utf8');
          answer.on('data', (part) => (received += part));
          answer.on('end', () => {
            if (answer.statusCode >= 300)
              reject(new Error(`${method} ${path}: ${answer.statusCode} ${received}`));
            else resolve(received && JSON.parse(received));
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }

  async prepare() {
    for (;;) {
      if (
        await this.send('GET', '/health/ready').then(
          () => true,
          () => false,
        )
      )
        break;
      await sleep(100);
    }
    const home = '/v1/ecosystems/default';
    this.server = (await this.send('POST', `${home}/server-tokens`, { expiryType: 'Infinite' })).secret;
    const { id } = await this.send('POST', `${home}/users`, { username: 'ada' });
    this.tokens = `${home}/users/${id}/tokens`;
    this.secret = (
      await this.send('POST', this.tokens, { expiryType: 'SlidingTtl', ttl: 3600 }, this.server)
    ).secret;
  }

  verify = () => this.send('POST', '/v1/tokens/introspect', { token: this.secret }, this.server);
  mint = () => this.send('POST', this.tokens, {}, this.server);

  /** Runs a request many times; returns the CPU time of each, in ms. */
  async round(one, count) {
    const begun = this.cpu;
    let left = count;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        await one();
      }
    };
    await Promise.all(Array.from({ length: connections }, worker));
    return (this.cpu - begun) / count;
  }
}

const services = folders.map((folder, index) => new Service(folder, 3991 + index));
try {
  for (const service of services) await service.prepare();
  for (const name of ['verify', 'mint']) {
    for (const service of services) {
      const until = performance.now() + 5000;
      while (performance.now() < until) await service.round(service[name], 200);
    }
    const ratios = [];
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 ? [1, 0] : [0, 1];
      const took = [];
      for (const at of order) took[at] = await services[at].round(services[at][name], perRound);
      ratios.push(took[1] / took[0]);
    }
    ratios.sort((one, other) => one - other);
    const at = (part) => ratios[Math.floor(part * (ratios.length - 1))].toFixed(3);
    console.log(`${name}: ${at(0.5)} (${at(0.25)}–${at(0.75)})`);
  }
} finally {
  for (const { child, agent } of services) {
    agent.destroy();
    child.kill();
  }
  await sleep(500);
  rmSync(data, { recursive: true, force: true });
}
