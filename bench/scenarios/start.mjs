import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { addTokens, addUsers, startProduct } from '../rig/product.mjs';
import { residentOf } from '../rig/cores.mjs';
import { median } from '../rig/figures.mjs';

export const title = 'Start and idle memory (SQLite)';

const idle = 3000;

/** From the start of the process to the first token that it found live, on a store that has some; memory when idle. */
export async function run({ rounds, stores, say }) {
  const environment = { DATABASE_URL: stores.sqlite() };
  const first = await startProduct(environment);
  const known = await addUsers(first, 100);
  const [token] = await addTokens(first, known, 1000, { expiryType: 'FixedTtl', ttl: 86_400 });
  await first.stop();
  const measured = [];
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds}`);
    const began = performance.now();
    const service = await startProduct(environment);
    const listens = performance.now() - began;
    const answer = await service.ask('/v1/tokens/introspect', { token: token.secret }, known.key);
    const firstAnswer = performance.now() - began;
    if (answer.sub !== token.userId) throw new Error('The token was not found live');
    await setTimeout(idle);
    measured.push({ listens, firstAnswer, idleResident: residentOf(service.pid) });
    await service.stop();
  }
  const middle = (what) => median(measured.map((round) => round[what]));
  return {
    values: {
      listens: middle('listens'),
      firstAnswer: middle('firstAnswer'),
      idleResident: middle('idleResident'),
    },
    rounds: measured,
  };
}
