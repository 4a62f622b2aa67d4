/**
 * Do the tables keep their speed? Measures the built service on a small and on a large store in turns, and prints the
 * ratios. See README.md beside this file.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { ecosystemId, fill, newStore, removeMinted, sizes, userPaths, versions } from './fill.mjs';
import { connections, loop, median, startService } from './load.mjs';
import { plans } from './plans.mjs';

const { SMALL = '10000', LARGE = '5000000', ROUNDS = '15', RESULT = '', MINUTES = '15' } = process.env;
const rounds = Number(ROUNDS);
const pageSize = 200;
const warmTokens = 300;
/** Each token can be asked about for the first time but once: a small store has fewer for a round. */
const cold = Math.min(500, Math.floor((Number(SMALL) - warmTokens) / (rounds + 1)));
const counts = { warm: 2000, cold, mint: 250, first: 75, deep: 75 };
const account = randomBytes(32).toString('base64url');
const began = Date.now();
const stores = [];
const services = [];

function say(text) {
  process.stderr.write(`${Math.round((Date.now() - began) / 1000)} s: ${text}\n`);
}

async function end(code) {
  await Promise.allSettled(services.map((service) => service.stop()));
  await Promise.allSettled(stores.map((store) => store.remove()));
  process.exit(code);
}

/** A store of this many tokens with a running service, and the place of the thousandth page of a list, or the last. */
async function prepare(tokens) {
  const store = await newStore();
  stores.push(store);
  const first = await startService(store.environment, account);
  services.push(first);
  const json = { id: ecosystemId, name: 'Measured' };
  await first.ask({ path: '/v1/ecosystems', json, status: 201 });
  const users = `/v1/ecosystems/${ecosystemId}/users`;
  const { id: manyId } = await first.ask({ path: users, json: { username: 'many' }, status: 201 });
  const { id: onceId } = await first.ask({ path: users, json: { username: 'once' }, status: 201 });
  await first.stop();
  say(`fill ${tokens} rows`);
  const secretCount = warmTokens + counts.cold * (rounds + 1);
  const secrets = await fill(store.client, { tokens, manyId, onceId, secretCount, say });
  const service = await startService(store.environment, account);
  services.push(service);
  const list = `${users}/${manyId}/tokens?limit=${pageSize}`;
  const { page, cursor } = await walk(service, list);
  say(`${tokens} rows: page ${page} of the list is reached by its cursors`);
  return {
    tokens,
    store,
    service,
    manyId,
    onceId,
    list,
    page,
    cursor,
    cold: secrets,
    warm: secrets.splice(0, warmTokens),
  };
}

/** Follows the cursors up to the thousandth page, or the last full one, and sees that no token comes twice. */
async function walk(service, list) {
  const seen = new Set();
  let reached;
  let cursor;
  for (let page = 1; page <= 1000; page += 1) {
    const path = cursor ? `${list}&cursor=${cursor}` : list;
    const answer = await service.ask({ method: 'GET', path });
    if (answer.data.length < pageSize) break;
    for (const { id } of answer.data) seen.add(id);
    if (seen.size !== page * pageSize) throw new Error(`Page ${page} repeats tokens`);
    reached = { page, cursor };
    cursor = answer.page.nextCursor;
    if (!cursor) break;
  }
  return reached;
}

const introspect = (token) => ({ path: '/v1/tokens/introspect', json: { token } });
const mustBeActive = ({ active }) => {
  if (!active) throw new Error('A live token is not active');
};
const mustBeFull = ({ data }) => {
  if (data.length !== pageSize) throw new Error(`A page of ${data.length}`);
};
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** One round of every operation on one store. */
async function measure({ tokens, store, service, list, cursor, warm, cold }) {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
  const page = (path) => times(counts.first, () => ({ method: 'GET', path }));
  const mints = userPaths(tokens, counts.mint).map((path) => ({ path, status: 201 }));
  const results = {};
  const run = async (name, requests, check) => {
    results[name] = await loop(service, requests, check);
    // Uses are stored beside the requests: they shall not be counted to the next operation.
    await pause();
  };
  await loop(service, warm.map(introspect), mustBeActive);
  await run(
    'warm',
    times(counts.warm, (index) => introspect(warm[index % warm.length])),
    mustBeActive,
  );
  await run('cold', cold.splice(0, counts.cold).map(introspect), mustBeActive);
  await run('mint', mints, () => undefined);
  await removeMinted(store.client);
  await run('first', page(list), mustBeFull);
  await run('deep', page(`${list}&cursor=${cursor}`), mustBeFull);
  return results;
}

const names = {
  warm: 'verify, warm',
  cold: 'verify, cold',
  mint: 'mint',
  first: 'first page of a list',
  deep: 'thousandth page of a list',
};

/** Medians over the rounds, and the ratio of each pair of rounds that were made one after the other. */
function summarize(small, large) {
  return Object.entries(names).map(([key, operation]) => {
    const of = (all, what) => median(all.map((round) => round[key][what]));
    const ratios = small.map((round, index) => large[index][key].mean / round[key].mean);
    return {
      operation,
      smallPerSecond: Math.round(1000 / of(small, 'mean')),
      largePerSecond: Math.round(1000 / of(large, 'mean')),
      smallP99: of(small, 'p99'),
      largeP99: of(large, 'p99'),
      ratio: median(ratios),
      lowest: Math.min(...ratios),
      highest: Math.max(...ratios),
      ratioP50: of(large, 'p50') / of(small, 'p50'),
      ratioP99: of(large, 'p99') / of(small, 'p99'),
    };
  });
}

function machine() {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return { cpu: cpu.model, cores: os.cpus().length, memory, node: process.version, load: os.loadavg() };
}

async function run() {
  if (cold < 1) throw new Error(`SMALL=${SMALL} is too few tokens for ${rounds} rounds`);
  const before = machine();
  const large = await prepare(Number(LARGE));
  const small = await prepare(Number(SMALL));
  const measured = { small: [], large: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const inTurn = round % 2 === 0 ? ['small', 'large'] : ['large', 'small'];
    for (const size of inTurn) {
      const results = await measure(size === 'small' ? small : large);
      // The first round warms up what is not measured.
      if (round > 0) measured[size].push(results);
    }
    say(`round ${round} of ${rounds}`);
  }
  const result = {
    date: new Date().toISOString(),
    machine: { ...before, loadAfter: os.loadavg(), ...(await versions(small.store)) },
    setting: { small: small.tokens, large: large.tokens, connections, rounds, counts, warmTokens },
    deepPage: { small: small.page, large: large.page },
    operations: summarize(measured.small, measured.large),
    // On a busy machine Redis may seem to be away: then the database is asked instead.
    warnings: { small: small.service.warnings(), large: large.service.warnings() },
    sizes: await sizes(large.store, large.tokens),
    plans: {
      small: await plans(small.store, { ...small, secrets: small.warm }),
      large: await plans(large.store, { ...large, secrets: large.warm }),
    },
    seconds: Math.round((Date.now() - began) / 1000),
  };
  print(result);
  if (RESULT) writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
}

function print({ operations, plans: explained, ...rest }) {
  const out = (text) => process.stdout.write(`${text}\n`);
  out(`small ${rest.setting.small} rows, large ${rest.setting.large} rows; ms; ratios are large / small\n`);
  out(
    '| operation | small req/s | large req/s | small p99 | large p99 | ratio | lowest-highest | ratio p99 |',
  );
  out('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const row of operations) {
    const figures = [
      row.smallPerSecond,
      row.largePerSecond,
      row.smallP99.toFixed(1),
      row.largeP99.toFixed(1),
    ];
    const range = `${row.lowest.toFixed(2)}-${row.highest.toFixed(2)}`;
    const ratios = [row.ratio.toFixed(2), range, row.ratioP99.toFixed(2)];
    out(`| ${[row.operation, ...figures, ...ratios].join(' | ')} |`);
  }
  out(
    '\n| statement | pages small | pages large | ms large | plan at the large size |\n| --- | --- | --- | --- | --- |',
  );
  for (const [name, { plan, pages, ms, wholeTables }] of Object.entries(explained.large)) {
    const warning = wholeTables.length > 0 ? ` **reads all of ${wholeTables.join(', ')}**` : '';
    out(`| ${name} | ${explained.small[name].pages} | ${pages} | ${ms.toFixed(2)} | ${plan}${warning} |`);
  }
  out(`\n${JSON.stringify(rest, null, 2)}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end(1));
setTimeout(
  () => {
    say(`It took more than ${MINUTES} minutes`);
    void end(1);
  },
  Number(MINUTES) * 60_000,
).unref();
try {
  await run();
  await end(0);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  await end(1);
}
