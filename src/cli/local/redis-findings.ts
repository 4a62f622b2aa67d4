import { safeMessage } from '../../common/safe-error.js';
import { RedisLink } from '../../sessions/redis-connection.js';
import { clockFinding, fault, type Finding, ok, warning } from './finding.js';

const about = 'Redis';
/** Slower answers, in ms, give a warning; from 250 ms on Redis counts as away. */
const slow = 50;

/** @returns which cache it is (`SessionCache.identity`); undefined when it cannot be asked */
export async function* examineRedis(
  url: string,
  prefix: string,
): AsyncGenerator<Finding, string | undefined> {
  const link = new RedisLink(url, { says: { up: '', away: '' } });
  const { client } = link;
  try {
    await link.open();
    const asked = performance.now();
    const id = link.isAway ? undefined : await client.get(`${prefix}id`).catch((error) => error as Error);
    const took = Math.round(performance.now() - asked);
    if (id === undefined || id instanceof Error) {
      const reason = link.reason ?? (id && safeMessage(id)) ?? 'no answer';
      const remedy =
        'Check REDIS_URL, whether Redis runs, and what is between. Meanwhile each verification asks the database, and revocations are answered 503 until they hold everywhere.';
      yield fault(about, `does not answer within 250 ms, or refuses: ${reason}`, remedy);
      return undefined;
    }
    if (took <= slow) yield ok(about, `answers in ${took} ms`);
    else yield warning(about, `answers in ${took} ms`, 'Bring it nearer: each verification waits for it.');
    yield* memoryFinding(client.info('memory'));
    yield await timeFinding(client.time());
    return `redis:${id ?? ''}`;
  } finally {
    await link.close();
  }
}

async function* memoryFinding(asked: Promise<string>): AsyncGenerator<Finding> {
  try {
    const policy = /^maxmemory_policy:(\S+)/m.exec(await asked)?.[1] ?? 'noeviction';
    if (policy === 'noeviction') return;
    const remedy =
      'Set maxmemory-policy to noeviction: a tombstone that is evicted no longer covers a session.';
    yield fault(about, `may forget keys (maxmemory-policy ${policy})`, remedy);
  } catch (error) {
    const says = `cannot look whether it may forget keys: INFO is refused (${safeMessage(error)})`;
    yield warning(about, says, 'See to maxmemory-policy noeviction, or let this user INFO.');
  }
}

async function timeFinding(asked: Promise<(string | number)[]>): Promise<Finding> {
  try {
    const [seconds, microseconds] = (await asked).map(Number) as [number, number];
    return clockFinding('Redis', Date.now() - (seconds * 1000 + microseconds / 1000));
  } catch (error) {
    const says = `cannot look at the clock of Redis: TIME is refused (${safeMessage(error)})`;
    return warning('Clock', says, 'Let NTP set the clocks of all machines, or let this user TIME.');
  }
}
