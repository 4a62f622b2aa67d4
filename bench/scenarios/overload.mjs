import { startMinting, startVerifying } from '../contenders/ours.mjs';
import { closedLoop, inOrder } from '../rig/closed-loop.mjs';
import { requestsOf } from '../rig/connection.mjs';
import { openLoop } from '../rig/open-loop.mjs';
import { short } from '../rig/print.mjs';
import { countRows } from '../rig/stores.mjs';

export const title = 'Overload: three times what it can do';

const times = 3;
const connections = 64;
/** So many requests may wait at once, as many as there are connections: a thousand would all be answered in time. */
const arriving = 8000;
/** As long as so many turns: queues need time to grow. */
const turns = 5;

/** Mints on PostgreSQL, then checks on SQLite; each time the peak in a closed loop, then three times it in an open one. */
export async function run({ seconds, stores, say }) {
  const lasting = seconds * turns;
  say('mint on PostgreSQL');
  const minting = await startMinting({ DATABASE_URL: await stores.postgres() });
  const mint = await overload(minting, lasting);
  await minting.stop();
  const rows = await countRows(minting.kept.url, minting.kept.table);
  // What was sent but not answered may be there or not; what was answered must be.
  const lostRows = Math.max(0, mint.acknowledgedInAll - rows);
  if (lostRows > 0) throw new Error(`${lostRows} acknowledged tokens are not in the database`);
  say('verify on SQLite');
  const lifetime = { expiryType: 'FixedTtl', ttl: 86_400 };
  const verifying = await startVerifying({ DATABASE_URL: stores.sqlite() }, lifetime, true);
  const verify = await overload(verifying, lasting);
  await verifying.stop();
  return {
    // Where none was refused nothing is told of it: what waits instead is not refused quickly.
    values: {
      mintGoodput: mint.goodput,
      ...(mint.refusedShare > 0 && { mintRefusalP99: mint.refusedP99 }),
      verifyGoodput: verify.goodput,
      ...(verify.refusedShare > 0 && { verifyRefusalP99: verify.refusedP99 }),
      lostRows,
    },
    lines: [
      `mint on PostgreSQL: ${inWords(mint)}; rows found ${rows}, tokens acknowledged ${mint.acknowledgedInAll}`,
      `check on SQLite: ${inWords(verify)}`,
    ],
    mint: { ...mint, rows },
    verify,
  };
}

function inWords({ peak, offered, perSecond, goodput, p50, p99, ...rest }) {
  const { refused, refusedShare, refusedP50, refusedP99, unsent, sent, lost, unanswered } = rest;
  const others = Object.entries(refused).map(([kind, number]) => `${short(number)} with ${kind}`);
  return [
    `peak ${short(peak)}/s in a closed loop of ${connections}`,
    `asked ${short(offered)}/s on up to ${short(arriving)} connections`,
    `answered ${short(perSecond)}/s (${percent(goodput)} of the peak), p50 ${short(p50)} ms, p99 ${short(p99)} ms`,
    `refused ${percent(refusedShare)} of ${short(sent)} (${others.join(', ') || 'none'}), p50 ${short(refusedP50)} ms, p99 ${short(refusedP99)} ms`,
    `not sent because every connection waited for an answer: ${short(unsent)}`,
    `connections lost ${lost}, never answered ${unanswered}`,
  ].join('; ');
}

const percent = (share) => `${Math.round(share * 100)} %`;

async function overload(service, seconds) {
  const requests = requestsOf(service.requests);
  const load = { port: service.port, requests, connections };
  const { acknowledged: warm } = await closedLoop({
    ...load,
    ...(service.isCached ? { seconds: 10, next: inOrder(requests) } : { seconds: 1 }),
  });
  const peak = await closedLoop({ ...load, seconds });
  const rate = peak.perSecond * times;
  const over = await openLoop({ port: service.port, requests, rate, seconds, connections: arriving });
  const refused = Object.values(over.refused).reduce((sum, number) => sum + number, 0);
  return {
    peak: peak.perSecond,
    ...over,
    goodput: over.perSecond / peak.perSecond,
    refusedShare: refused / over.sent,
    acknowledgedInAll: warm + peak.acknowledged + over.acknowledged,
  };
}
