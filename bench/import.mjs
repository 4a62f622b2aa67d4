/**
 * How many hashed tokens are imported in a second? Imports `TOKENS` of Rocket.Chat's login tokens in requests of 10,000
 * lines, one after the other, into the built service on PostgreSQL, and once more, when all are there.
 */
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { newStore } from './fill.mjs';
import { startService } from './load.mjs';

const tokens = Number(process.env.TOKENS ?? '200000');
const linesPerRequest = 10_000;
const users = 1000;
const account = randomBytes(32).toString('base64url');

const store = await newStore();
const service = await startService(store.environment, account);
try {
  const ids = [];
  for (let number = 0; number < users; number += 1) {
    const { id } = await service.ask({
      path: '/v1/ecosystems/default/users',
      json: { externalId: `user-${number}` },
      status: 201,
    });
    ids.push(id);
  }
  const when = new Date(Date.now() - 60_000).toISOString();
  const bodies = [];
  // The first import of a format waits until every process knows of it: that is not what is measured.
  const first = {
    format: 'rocketchat',
    userId: ids[0],
    hashedToken: randomBytes(32).toString('base64'),
    when,
  };
  await globalThis.fetch(`${service.base}/v1/ecosystems/default/tokens/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account}`, 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(first),
  });
  for (let from = 0; from < tokens; from += linesPerRequest) {
    const lines = Array.from({ length: Math.min(linesPerRequest, tokens - from) }, (_, index) =>
      JSON.stringify({
        format: 'rocketchat',
        userId: ids[(from + index) % users],
        hashedToken: randomBytes(32).toString('base64'),
        when,
      }),
    );
    bodies.push(`${lines.join('\n')}\n`);
  }
  for (const pass of ['imported', 'present']) {
    let counted = 0;
    const began = performance.now();
    const cpu = service.cpu();
    for (const body of bodies) {
      const response = await globalThis.fetch(`${service.base}/v1/ecosystems/default/tokens/import`, {
        method: 'POST',
        headers: { authorization: `Bearer ${account}`, 'content-type': 'application/x-ndjson' },
        body,
      });
      const text = await response.text();
      counted += text.split(`"result":"${pass}"`).length - 1;
    }
    const seconds = (performance.now() - began) / 1000;
    if (counted !== tokens) throw new Error(`${counted} of ${tokens} were ${pass}`);
    process.stdout.write(
      `${tokens} ${pass} in ${seconds.toFixed(1)} s: ${Math.round(tokens / seconds)} a second, ${Math.round(((service.cpu() - cpu) / tokens) * 1e6)} µs of CPU each\n`,
    );
  }
} finally {
  await service.stop();
  await store.remove();
}
