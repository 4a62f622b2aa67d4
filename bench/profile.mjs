/** `npm run profile`: where the time of a check and of a mint goes, by layers. See README.md beside this file. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { closedLoop, inOrder } from './rig/closed-loop.mjs';
import { requestsOf } from './rig/connection.mjs';
import { stopAll } from './rig/contender.mjs';
import { cpuOf, settle } from './rig/cores.mjs';
import { rounded } from './rig/figures.mjs';
import { layers, sharesOf } from './rig/layers.mjs';
import { machine, versions } from './rig/machine.mjs';
import { Stores } from './rig/stores.mjs';
import { startMinting, startVerifying } from './contenders/ours.mjs';

const { SECONDS = '5', RESULTS = 'results' } = process.env;
const seconds = Number(SECONDS);
const connections = 64;
const fixed = { expiryType: 'FixedTtl', ttl: 86_400 };
const sliding = { expiryType: 'SlidingTtl', ttl: 3600 };
const stores = new Stores();

const loads = {
  'check, SQLite': (flags) => startVerifying({ DATABASE_URL: stores.sqlite() }, fixed, true, flags),
  'sliding check, Redis': async (flags) => {
    const environment = { DATABASE_URL: await stores.postgres(), REDIS_URL: await stores.redis() };
    return startVerifying(environment, sliding, true, flags);
  },
  'check, PostgreSQL': async (flags) =>
    startVerifying({ DATABASE_URL: await stores.postgres() }, fixed, false, flags),
  'mint, SQLite': (flags) => startMinting({ DATABASE_URL: stores.sqlite() }, flags),
  'mint, PostgreSQL': async (flags) => startMinting({ DATABASE_URL: await stores.postgres() }, flags),
};

const now = () => Number(process.hrtime.bigint() / 1000n);

async function profiled(start) {
  const folder = mkdtempSync(join(tmpdir(), 'tokenwright-profile-'));
  try {
    const service = await start(['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=250']);
    const requests = requestsOf(service.requests);
    const load = { port: service.port, requests, connections };
    await closedLoop({ ...load, seconds: 2 });
    if (service.isCached) await closedLoop({ ...load, seconds: 10, next: inOrder(requests) });
    const [from, cpu] = [now(), cpuOf(service.pid)];
    const { acknowledged } = await closedLoop({ ...load, seconds });
    const [to, used] = [now(), cpuOf(service.pid) - cpu];
    await service.stop();
    const [file] = readdirSync(folder);
    const shares = sharesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')), from, to);
    return { cpu: used / acknowledged, shares };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  settle();
  const found = {};
  for (const [name, start] of Object.entries(loads)) {
    process.stderr.write(`${name}\n`);
    found[name] = await profiled(start);
  }
  const rows = layers.map((layer) => [
    layer.padEnd(40),
    ...Object.entries(found).map(([name, { shares }]) =>
      `${(shares[layer] * 100).toFixed(1)} %`.padStart(name.length + 2),
    ),
  ]);
  const head = [''.padEnd(40), ...Object.keys(found).map((name) => `  ${name}`)];
  process.stdout.write(`${[head, ...rows].map((row) => row.join('')).join('\n')}\n`);
  const place = new globalThis.URL(`${RESULTS}/`, import.meta.url);
  mkdirSync(place, { recursive: true });
  const result = {
    scenario: 'profile',
    title: 'Where the time goes',
    takenAt: new Date().toISOString().slice(0, 10),
    machine: machine(),
    versions: versions(await stores.versions()),
    settings: { seconds, connections },
    profiles: found,
  };
  writeFileSync(new globalThis.URL('profile.json', place), `${JSON.stringify(result, rounded, 2)}\n`);
} finally {
  stopAll();
  await stores.stop();
}
process.exit();
