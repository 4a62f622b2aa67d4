import { clearInterval, setInterval } from 'node:timers';
import process from 'node:process';
import { startVerifying } from '../contenders/ours.mjs';
import { closedLoop } from '../rig/closed-loop.mjs';
import { requestsOf } from '../rig/connection.mjs';
import { residentOf } from '../rig/cores.mjs';
import { slope } from '../rig/figures.mjs';
import { openLoop } from '../rig/open-loop.mjs';
import { mints } from '../rig/product.mjs';

export const title = 'Soak: half of what it can do, and its memory (SQLite)';

const minutes = Number(process.env.SOAK_MINUTES ?? '0.5');
const mintsPerSecond = 100;

/** Checks at half the peak and 100 mints a second; the slope, in MB an hour, is that after the first quarter. */
export async function run({ stores, say }) {
  const lifetime = { expiryType: 'SlidingTtl', ttl: 3600 };
  const service = await startVerifying({ DATABASE_URL: stores.sqlite() }, lifetime, true);
  const { port, pid } = service;
  const requests = requestsOf(service.requests);
  const key = service.requests.headers.authorization.slice('Bearer '.length);
  const users = service.requests.entries.slice(0, 100).map(({ holds }) => JSON.parse(`{${holds[0]}}`).sub);
  const minting = requestsOf(mints(key, users));
  const peak = await closedLoop({ port, requests, connections: 64, seconds: 1 });
  say(`for ${minutes} minutes`);
  const samples = [];
  const began = Date.now();
  const timer = setInterval(() => samples.push([(Date.now() - began) / 60_000, residentOf(pid)]), 1000);
  const seconds = minutes * 60;
  const [verify, mint] = await Promise.all([
    openLoop({ port, requests, rate: peak.perSecond / 2, seconds, connections: 200 }),
    openLoop({ port, requests: minting, rate: mintsPerSecond, seconds, connections: 20 }),
  ]);
  clearInterval(timer);
  await service.stop();
  for (const load of [verify, mint]) seeThatAllIsAnswered(load);
  const settled = samples.slice(Math.floor(samples.length / 4));
  return {
    values: { minutes, residentSlope: slope(settled) * 60, resident: settled.at(-1)[1] },
    verify,
    mint,
    samples,
  };
}

/** Positively, or by a refusal because the machine stood still for a while; nothing may be lost. */
function seeThatAllIsAnswered({ refused, sent, acknowledged, ...rest }) {
  const { '503 with Retry-After': excess = 0, ...others } = refused;
  if (Object.keys(others).length === 0 && acknowledged + excess === sent) return;
  throw new Error(`Not all was answered: ${JSON.stringify({ refused, sent, acknowledged, ...rest })}`);
}
