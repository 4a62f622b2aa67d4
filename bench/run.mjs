/** `npm run bench [-- SCENARIO …]`: measures, prints, and writes `results/`. See README.md beside this file. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { judge } from './goals.mjs';
import { stopAll } from './rig/contender.mjs';
import { settle } from './rig/cores.mjs';
import { rounded } from './rig/figures.mjs';
import { machine, versions } from './rig/machine.mjs';
import { goalTable, table } from './rig/print.mjs';
import { Stores } from './rig/stores.mjs';
import { scenarioNames } from './scenarios.mjs';

const { ROUNDS = '5', SECONDS = '1', RESULTS } = process.env;
const [rounds, seconds] = [Number(ROUNDS), Number(SECONDS)];
/** Fewer rounds are a trial: what is published comes from five and more. */
const folder = RESULTS ?? (rounds >= 5 ? 'results' : 'results/trial');
const began = Date.now();

function say(text) {
  process.stderr.write(`${Math.round((Date.now() - began) / 1000)} s: ${text}\n`);
}

function chosen() {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !scenarioNames.includes(name));
  if (unknown) throw new Error(`There is no scenario ${unknown}, but: ${scenarioNames.join(', ')}`);
  return names.length > 0 ? names : scenarioNames;
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** The stores of the scenario that is measured. */
let stores;

async function measure(name) {
  const { run, title, unit } = await import(`./scenarios/${name}.mjs`);
  stores = new Stores();
  say(title);
  try {
    const found = await run({ rounds, seconds, stores, say });
    return {
      scenario: name,
      title,
      unit,
      takenAt: new Date().toISOString().slice(0, 10),
      commit: commit(),
      machine: machine(),
      versions: versions(await stores.versions()),
      settings: { rounds, seconds },
      ...found,
    };
  } finally {
    await clearUp();
  }
}

async function clearUp() {
  stopAll();
  await stores?.stop();
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void clearUp().finally(() => process.exit(1)));
}
try {
  if (!existsSync(new globalThis.URL('../dist/src/main.js', import.meta.url))) {
    throw new Error('Build the service first: npm run build, in the folder above');
  }
  settle();
  const place = new globalThis.URL(`${folder}/`, import.meta.url);
  mkdirSync(place, { recursive: true });
  const results = {};
  for (const name of chosen()) {
    const result = await measure(name);
    results[name] = result;
    writeFileSync(new globalThis.URL(`${name}.json`, place), `${JSON.stringify(result, rounded, 2)}\n`);
    process.stdout.write(`\n${table(result)}\n`);
  }
  process.stdout.write(`${goalTable(judge(results))}\n`);
  say('done');
  process.exit();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
