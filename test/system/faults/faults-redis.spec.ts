import { Redis } from 'ioredis';
import {
  as,
  ask,
  type Fleet,
  type Held,
  isActive,
  median,
  mint,
  newTokenOf,
  newUserOf,
  repeat,
  sessionKey,
  startFleet,
  timed,
  usesRedis,
  warm,
  whenAllLoseRedis,
  whenAllUseRedis,
} from '../../support/processes.js';
import { eventually, PrivateRedis } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import type { Reply } from '../../support/service.js';
import { newPostgres } from '../../support/stores.js';

const lifetimes = [{ expiryType: 'Infinite' }, { ttl: 3600 }, { expiryType: 'SlidingTtl', ttl: 3600 }];

let fleet: Fleet;
let first: ServiceProcess;
let userId: string;

beforeAll(async () => {
  fleet = await startFleet();
  first = fleet.all[0];
  userId = await newUserOf(first);
});
afterAll(() => fleet.end());

interface Fault {
  begin: () => Promise<void>;
  end: () => Promise<void>;
  /** Which of the processes lose Redis. */
  losers: () => ServiceProcess[];
}
const faults: Record<string, Fault> = {
  stopped: {
    begin: () => fleet.redis.stop(),
    end: () => fleet.redis.start(),
    losers: () => fleet.all,
  },
  frozen: {
    begin: async () => fleet.redis.freeze(),
    end: async () => fleet.redis.thaw(),
    losers: () => fleet.all,
  },
  'slowed by 500 ms for one process': {
    begin: async () => void (fleet.way.delay = 500),
    end: async () => void (fleet.way.delay = 0),
    losers: () => [first],
  },
  'silent on the connections that are open': {
    begin: async () => fleet.way.strand(),
    end: async () => undefined,
    losers: () => [first],
  },
};

let heal: Fault['end'] | undefined;

async function begin(fault: Fault): Promise<void> {
  heal = fault.end;
  await fault.begin();
}

async function end(): Promise<void> {
  const ending = heal;
  heal = undefined;
  await ending?.();
}

// No test hands its fault on to the next.
afterEach(end);

/** Each way to end a token, asked of the process that every fault hits. */
const revocations: Record<string, (token: Held) => Promise<Reply>> = {
  'by its id': ({ id }) => as(first, 'DELETE', `/v1/ecosystems/default/tokens/${id}`),
  'by its secret': ({ secret }) => as(first, 'POST', '/v1/tokens/revoke', { token: secret }),
  'all of its user': (token) => as(first, 'DELETE', `/v1/ecosystems/default/users/${token.userId}/tokens`),
  'with its user deactivated': (token) =>
    as(first, 'PATCH', `/v1/ecosystems/default/users/${token.userId}`, { active: false }),
};

async function expectDead(processes: ServiceProcess[], tokens: Held[]): Promise<void> {
  for (const process of processes) {
    for (const token of tokens) expect(await isActive(process, token)).toBe(false);
  }
}

describe.each(['frozen', 'slowed by 500 ms for one process'])(
  'a sliding token in use while Redis is %s',
  (name) => {
    const fault = faults[name]!;

    it('lives on, for every process, during and after it', async () => {
      const token = await newTokenOf(first, userId, { expiryType: 'SlidingTtl', ttl: 2 });
      await warm(fleet.all, [token]);
      await begin(fault);
      const stopUsing = repeat(1, async () => {
        expect(await isActive(first, token)).toBe(true);
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await warm(fleet.all, [token]);
      await end();
      await whenAllUseRedis(fault.losers(), 5000);
      await warm(fleet.all, [token]);
      await stopUsing();
    });
  },
);

describe('a service that starts while Redis is', () => {
  const states: Record<
    string,
    [begin: (redis: PrivateRedis) => unknown, end: (redis: PrivateRedis) => unknown]
  > = {
    stopped: [(redis) => redis.stop(), (redis) => redis.start()],
    frozen: [(redis) => redis.freeze(), (redis) => redis.thaw()],
  };

  it.each(Object.keys(states))(
    '%s: serves from PostgreSQL, and uses Redis within 5 s when it is there',
    async (state) => {
      const [lose, regain] = states[state]!;
      const redis = await PrivateRedis.start();
      await lose(redis);
      // On a database of its own: two caches cannot serve one.
      const store = await newPostgres();
      const environment = { ...fleet.environment, ...store.environment, REDIS_URL: redis.url };
      const service = await ServiceProcess.start(environment);
      const client = new Redis(redis.url, { lazyConnect: true });
      try {
        const token = await newTokenOf(service, await newUserOf(service));
        expect(await isActive(service, token)).toBe(true);
        expect(usesRedis(service)).toBe(false);
        await regain(redis);
        await whenAllUseRedis([service], 5000);
        expect(await isActive(service, token)).toBe(true);
        expect(await client.exists(sessionKey(token))).toBe(1);
      } finally {
        client.disconnect();
        await service.kill('SIGKILL');
        await redis.stop();
        await store.remove();
      }
    },
  );
});

describe.each(Object.keys(faults))('while Redis is %s', (name) => {
  const fault = faults[name]!;

  it('all is answered in time, no revoked token passes, and Redis is used again within 5 s', async () => {
    const kept = await Promise.all(lifetimes.map((lifetime) => newTokenOf(first, userId, lifetime)));
    const doomed = await Promise.all(
      Object.keys(revocations).map(async () => newTokenOf(first, await newUserOf(first))),
    );
    await warm(fleet.all, [...kept, ...doomed]);
    const lost = whenAllLoseRedis(fault.losers());
    await begin(fault);

    const waits: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const verified = await timed(() => ask(first, kept[round % kept.length]!));
      expect(verified.result).toMatchObject({ status: 200, body: { active: true } });
      const minted = await timed(() => mint(first, userId));
      expect(minted.result.status).toBe(201);
      expect(Math.max(verified.ms, minted.ms)).toBeLessThan(1000);
      waits.push(verified.ms);
    }
    // Nobody waits any more for what is known to be away.
    expect(median(waits.slice(10))).toBeLessThan(100);

    const answers = await Promise.all(
      Object.values(revocations).map((revoke, index) => revoke(doomed[index]!)),
    );
    for (const { status, headers, body } of answers.filter((answer) => answer.status !== 204)) {
      expect([200, 503]).toContain(status);
      if (status === 200) continue;
      expect(headers.get('retry-after')).toBe('5');
      expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringMatching(/^It is stored/) });
    }
    const promised = doomed.filter((_, index) => answers[index]!.status !== 503);
    await expectDead(fleet.all, promised);
    await expectDead([first], doomed);
    await lost(5000);
    await expectDead(fault.losers(), doomed);

    await end();
    await whenAllUseRedis(fault.losers(), 5000);
    await expectDead(fleet.all, doomed);
    await warm(fleet.all, kept);
    await eventually(async () => {
      const fresh = await newTokenOf(first, userId);
      expect(await isActive(first, fresh)).toBe(true);
      expect(await fleet.client.exists(sessionKey(fresh))).toBe(1);
    }, 5000);
    expect(fleet.all.map((process) => process.isRunning)).toEqual([true, true, true]);
  });
});
