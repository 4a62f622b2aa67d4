/** Contenders under the same load, in turns: each round has them all, so that what else goes on meets every one. */
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { closedLoop, inOrder } from './closed-loop.mjs';
import { requestsOf } from './connection.mjs';
import { busyOf, cpuOf, otherCore, residentOf } from './cores.mjs';
import { median } from './figures.mjs';
import { countRows } from './stores.mjs';

const warmUp = 0.3;

/**
 * Measures all of them. The first one is ours.
 *
 * @param contenders each `name title does start`, where `start` gives `pid port requests stop`, and if it stores what it
 * answers, `kept`: the store and the table in which each positive answer must have left `each` rows
 */
export async function compare(context, { contenders, connections = [32, 64], work = 1 }) {
  const { rounds, seconds, say } = context;
  const runners = [];
  for (const contender of contenders) {
    say(`start ${contender.title}`);
    const server = await contender.start(context);
    const runner = { ...contender, ...server, requests: requestsOf(server.requests), acknowledged: 0 };
    runners.push({ ...runner, turns: Object.fromEntries(connections.map((number) => [number, []])) });
  }
  say('warm up');
  for (const runner of runners) await warm(runner, connections.at(-1));
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds}`);
    for (const number of connections) {
      // Another one begins each time.
      const order = runners.map((_, index) => runners[(index + round) % runners.length]);
      for (const runner of order) runner.turns[number].push(await turn(runner, number, seconds, work));
    }
  }
  for (const runner of runners) {
    runner.resident = residentOf(runner.pid);
    await runner.stop();
    await seeThatAllIsKept(runner);
  }
  return { connections, contenders: runners.map((runner) => resultOf(runner, runners[0])) };
}

/** Before the first round, so that Node has compiled what is asked. */
async function warm(runner, connections) {
  const { port, requests, title } = runner;
  try {
    runner.acknowledged += (await closedLoop({ port, requests, connections, seconds: 1 })).acknowledged;
  } catch (error) {
    throw new Error(`${title}: ${error.message}`, { cause: error });
  }
}

/** One contender under load for some time, after a time that does not count. */
async function turn(runner, connections, seconds, work) {
  const load = { port: runner.port, requests: runner.requests, connections };
  try {
    // Whoever caches gets each token once, so that it is as after a minute of such a load.
    const lead = runner.isCached ? { next: inOrder(load.requests), seconds: 10 } : { seconds: warmUp };
    const { acknowledged: before } = await closedLoop({ ...load, ...lead });
    const [cpu, other, own] = [cpuOf(runner.pid), busyOf(otherCore), process.cpuUsage()];
    const began = performance.now();
    const { acknowledged, perSecond, p50, p99 } = await closedLoop({ ...load, seconds });
    const lasted = (performance.now() - began) * 1000;
    const used = cpuOf(runner.pid) - cpu;
    const { user, system } = process.cpuUsage(own);
    runner.acknowledged += before + acknowledged;
    return {
      perSecond: perSecond * work,
      p50,
      p99,
      cpu: used / acknowledged / work,
      busy: used / lasted,
      otherBusy: (busyOf(otherCore) - other) / lasted,
      loadBusy: (user + system) / lasted,
    };
  } catch (error) {
    throw new Error(`${runner.title}: ${error.message}`, { cause: error });
  }
}

/** Whatever was answered with success must be in the store. */
async function seeThatAllIsKept({ title, kept, acknowledged }) {
  if (!kept) return;
  const rows = await countRows(kept.url, kept.table);
  if (rows !== acknowledged * kept.each) {
    throw new Error(`${title}: ${acknowledged} answers of ${kept.each} rows each, but ${rows} rows`);
  }
}

/** Medians of the rounds, and how often ours does what the other does in the same round. */
function resultOf({ name, title, does, turns, resident, kept, acknowledged }, ours) {
  const at = {};
  for (const [number, rounds] of Object.entries(turns)) {
    const middle = (what) => median(rounds.map((round) => round[what]));
    const pairs = (share) => rounds.map((round, index) => share(ours.turns[number][index], round));
    const ratios = pairs((one, other) => one.perSecond / other.perSecond);
    at[number] = {
      ...Object.fromEntries(Object.keys(rounds[0]).map((what) => [what, middle(what)])),
      ratio: median(ratios),
      lowest: Math.min(...ratios),
      highest: Math.max(...ratios),
      cpuRatio: median(pairs((one, other) => other.cpu / one.cpu)),
      rounds,
    };
  }
  return { name, title, does, resident, acknowledged, ...(kept && { rowsCounted: true }), at };
}
