import { RedisLink } from '../../tokens/redis-link.js';
import { clockFinding, fault, type Finding, ok, warning } from './finding.js';

const about = 'Redis';
/** Slower than this, in ms, an answer is told: from 250 ms on Redis counts as away. */
const slow = 50;

export async function* examineRedis(url: string): AsyncGenerator<Finding> {
  const link = new RedisLink(url, async () => undefined);
  try {
    await link.open();
    const asked = performance.now();
    const time = await link.ask(() => link.client.time());
    const took = Math.round(performance.now() - asked);
    if (!time) {
      const remedy =
        'Check REDIS_URL, whether Redis runs, and what is between. Meanwhile each verification asks the database, and revocations are answered 503 until they hold everywhere.';
      yield fault(about, 'does not answer within 250 ms, or refuses the connection', remedy);
      return;
    }
    const [seconds, microseconds] = time.map(Number) as [number, number];
    const skew = Date.now() - (seconds * 1000 + microseconds / 1000);
    if (took <= slow) yield ok(about, `answers in ${took} ms`);
    else yield warning(about, `answers in ${took} ms`, 'Bring it nearer: each verification waits for it.');
    const memory = (await link.ask(() => link.client.info('memory'))) ?? '';
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'noeviction';
    if (policy !== 'noeviction') {
      const remedy =
        'Set maxmemory-policy to noeviction: a tombstone that is evicted no longer covers a session.';
      yield fault(about, `may forget keys (maxmemory-policy ${policy})`, remedy);
    }
    yield clockFinding('Redis', skew);
  } finally {
    await link.close();
  }
}
