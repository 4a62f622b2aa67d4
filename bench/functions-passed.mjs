/**
 * Counts our own functions that one request passes, each once: `node functions-passed.mjs [--names]`, after
 * `npm run build` in the folder above. The service runs on a fresh SQLite store; each request was sent 50 times before.
 */
import { fork } from 'node:child_process';
import console from 'node:console';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, URL } from 'node:url';

const probe = new URL('./rig/coverage-probe.mjs', import.meta.url).href;
const main = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const port = 3987;
const base = `http://127.0.0.1:${port}`;
const key = `tw_a_${'functions-passed-'.repeat(3)}`.slice(0, 48);
const data = mkdtempSync(join(tmpdir(), 'functions-passed-'));
const service = fork(main, [], {
  execArgv: ['--import', probe],
  env: {
    PATH: process.env.PATH,
    PORT: String(port),
    DATABASE_URL: `sqlite:${join(data, 'store.sqlite')}`,
    TOKENWRIGHT_BOOTSTRAP_TOKEN: key,
    RATE_LIMITS: 'off',
  },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});

const next = () => new Promise((resolve) => service.once('message', resolve));

async function send(method, path, body, bearer = key) {
  const response = await globalThis.fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** How many functions one request passes, after 50 that warm up; `prepare` gives what it needs. */
async function count(name, prepare, request) {
  for (let turn = 0; turn < 50; turn += 1) await request(await prepare());
  const given = await prepare();
  await sleep(1500);
  service.send('take');
  await next();
  await request(given);
  service.send('take');
  const passed = await next();
  console.log(`${name}: ${passed.length}`);
  if (process.argv.includes('--names')) console.log(passed.map((one) => `  ${one}`).join('\n'));
}

try {
  for (;;) {
    if (
      await globalThis
        .fetch(`${base}/health/ready`)
        .then(({ ok }) => ok)
        .catch(() => false)
    )
      break;
    await sleep(100);
  }
  service.send('start');
  await next();
  const home = '/v1/ecosystems/default';
  const { secret: server } = await send('POST', `${home}/server-tokens`, { expiryType: 'Infinite' });
  const { id: user } = await send('POST', `${home}/users`, { username: 'ada' });
  const mint = () => send('POST', `${home}/users/${user}/tokens`, {}, server);
  const one = await mint();
  await count(
    'cached introspection',
    async () => one,
    ({ secret }) => send('POST', '/v1/tokens/introspect', { token: secret }, server),
  );
  await count('native mint', async () => undefined, mint);
  await count('revoke by id', mint, ({ token: { id } }) =>
    send('DELETE', `${home}/tokens/${id}`, undefined, server),
  );
  await count(
    'rotation',
    () => send('POST', `${home}/server-tokens`, { expiryType: 'Infinite' }),
    ({ token: { id } }) => send('POST', `${home}/server-tokens/${id}/rotate`, {}),
  );
} finally {
  service.kill();
  await new Promise((resolve) => service.once('exit', resolve));
  rmSync(data, { recursive: true, force: true });
}
