/** A closed loop: each connection asks again as soon as it was answered. */
import { performance } from 'node:perf_hooks';
import { Connection } from './connection.mjs';
import { percentile } from './figures.mjs';

/**
 * Asks for some time, with requests drawn at random. Any answer but the positive one ends it with an error.
 *
 * @returns answers a second within the time, percentiles of their times in ms, and all positive answers there were
 */
export async function closedLoop({ port, requests, connections, seconds, next = atRandom(requests) }) {
  const times = [];
  let acknowledged = 0;
  let inTime = 0;
  let deadline = Infinity;
  const opened = [];
  const ends = Array.from({ length: connections }, () => {
    return new Promise((resolve, reject) => {
      let index = 0;
      let sent = 0;
      const connection = new Connection(
        port,
        (status, text, body) => {
          const now = performance.now();
          if (!requests.isRight(index, status, text, body)) {
            reject(new Error(`Answered ${status} ${text.slice(body, body + 500)}`));
            return;
          }
          acknowledged += 1;
          if (now <= deadline) {
            inTime += 1;
            times.push(now - sent);
          }
          ask(now);
        },
        reject,
      );
      const ask = (now) => {
        index = now < deadline ? next() : -1;
        if (index < 0) {
          connection.close();
          resolve();
          return;
        }
        sent = now;
        connection.send(requests.bytes[index]);
      };
      opened.push({ connection, ask });
    });
  });
  // What fails before all are open is told by `ends`.
  await Promise.race([Promise.all(opened.map(({ connection }) => connection.opened)), Promise.all(ends)]);
  const began = performance.now();
  deadline = began + seconds * 1000;
  for (const { ask } of opened) ask(began);
  try {
    await Promise.all(ends);
  } finally {
    for (const { connection } of opened) connection.close();
  }
  const lasted = Math.min(performance.now(), deadline) - began;
  times.sort((one, other) => one - other);
  return {
    perSecond: (inTime * 1000) / lasted,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    acknowledged,
  };
}

/** Draws from all requests, each time anew. */
export function atRandom({ bytes }) {
  return () => Math.floor(Math.random() * bytes.length);
}

/** Each request once, in their order. */
export function inOrder({ bytes }) {
  let next = 0;
  return () => (next < bytes.length ? next++ : -1);
}
