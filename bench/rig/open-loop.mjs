/** An open loop: requests come at their rate, whether or not those before them were answered. */
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { percentile } from './figures.mjs';

/** How long what is under way at the end may take, in ms. */
const patience = 20_000;

/**
 * Asks at `rate` a second. A request that finds all connections busy is not sent: `unsent` counts those.
 *
 * @returns `perSecond`: positive answers a second within the time; `p50` and `p99` of their times, from the sending on;
 * `acknowledged`: all positive answers; `refused`: other answers by status, `refusedP50` and `refusedP99` of their times;
 * `lost`: connections that broke
 */
export async function openLoop({ port, requests, rate, seconds, connections = 1000 }) {
  // Whoever is free longest is asked next: one that is not used for a minute is closed by the server.
  const free = new Set();
  const times = [];
  const refusals = [];
  const refused = {};
  let [acknowledged, inTime, unsent, sent, lost, underWay] = [0, 0, 0, 0, 0, 0];
  let deadline = Infinity;
  const all = [];

  const open = async () => {
    const one = { index: 0, at: 0, isBusy: false };
    one.connection = new Connection(
      port,
      (status, text, body) => {
        const now = performance.now();
        underWay -= 1;
        one.isBusy = false;
        if (requests.isRight(one.index, status, text, body)) {
          acknowledged += 1;
          if (now <= deadline) {
            inTime += 1;
            times.push(now - one.at);
          }
        } else {
          const kind = /\r\nretry-after:/i.test(text.slice(0, body)) ? `${status} with Retry-After` : status;
          refused[kind] = (refused[kind] ?? 0) + 1;
          refusals.push(now - one.at);
        }
        free.add(one);
      },
      () => {
        lost += 1;
        if (one.isBusy) underWay -= 1;
        free.delete(one);
      },
    );
    all.push(one);
    await one.connection.opened;
    free.add(one);
  };
  // Fewer at once than the server's queue of connections is long.
  while (all.length < connections) {
    await Promise.all(Array.from({ length: Math.min(100, connections - all.length) }, open));
  }

  const began = performance.now();
  deadline = began + seconds * 1000;
  let due = 0;
  for (let now = began; now < deadline; now = performance.now()) {
    const until = Math.floor(((now - began) * rate) / 1000);
    for (; due < until; due += 1) {
      const [one] = free;
      if (!one) {
        unsent += 1;
        continue;
      }
      free.delete(one);
      one.index = Math.floor(Math.random() * requests.bytes.length);
      one.at = performance.now();
      one.isBusy = true;
      one.connection.send(requests.bytes[one.index]);
      underWay += 1;
      sent += 1;
    }
    await setTimeout(1);
  }
  for (const end = performance.now() + patience; underWay > 0 && performance.now() < end;)
    await setTimeout(20);
  for (const { connection } of all) connection.close();
  // A soak has millions of them.
  const [answered, refusal] = [times, refusals].map((list) => Float64Array.from(list).sort());
  return {
    offered: due / seconds,
    perSecond: inTime / seconds,
    p50: percentile(answered, 0.5),
    p99: percentile(answered, 0.99),
    sent,
    unsent,
    acknowledged,
    refused,
    refusedP50: percentile(refusal, 0.5),
    refusedP99: percentile(refusal, 0.99),
    lost,
    unanswered: underWay,
  };
}
