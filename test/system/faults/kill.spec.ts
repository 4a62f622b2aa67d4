import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  as,
  ask,
  isActive,
  mint,
  newTokenOf,
  newUserOf,
  repeat,
  withAccount,
} from '../../support/processes.js';
import type { Reply } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgresAndRedis } from '../../support/stores.js';

const killsPerLane = 13;
const bulkSize = 20;

/** A store, and how many processes serve it at once. */
interface Topology {
  environment: Record<string, string>;
  processes: number;
  remove: () => Promise<void>;
}
const topologies: Record<string, () => Promise<Topology>> = {
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-kill-'));
    return {
      environment: { DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}` },
      processes: 1,
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
  'PostgreSQL and Redis': async () => ({ ...(await newPostgresAndRedis()), processes: 2 }),
};

/** What the service has promised so far; what was asked and not answered with 2xx is in neither set. */
interface Promised {
  live: Set<string>;
  dead: Set<string>;
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const anyOf = <T>(some: Iterable<T>): T | undefined => {
  const all = [...some];
  return all[Math.floor(Math.random() * all.length)];
};
const chunks = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );

/** One store with its processes, that are killed again and again while they are under load. */
class Lane {
  readonly promised: Promised = { live: new Set(), dead: new Set() };
  kills = 0;
  private running: ServiceProcess[] = [];
  private userId = '';
  private bulkUserId = '';
  private server = '';

  private constructor(private readonly topology: Topology) {}

  static async open(name: string): Promise<Lane> {
    const lane = new Lane(await topologies[name]!());
    lane.running = [await lane.start()];
    while (lane.running.length < lane.topology.processes) lane.running.push(await lane.start());
    const [first] = lane.running;
    lane.userId = await newUserOf(first!);
    lane.bulkUserId = await newUserOf(first!);
    lane.server = (await as(first!, 'POST', '/v1/ecosystems/default/server-tokens', {})).body.secret;
    return lane;
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((process) => process.kill('SIGKILL')));
    await this.topology.remove();
  }

  /** One burst of load, one kill in the middle of it, one new process, and the proof. */
  async round(): Promise<void> {
    const stop = repeat(4, () => this.act());
    await after(100 + Math.random() * 200);
    const victim = anyOf(this.running)!;
    this.running = this.running.filter((process) => process !== victim);
    await victim.kill('SIGKILL');
    this.kills += 1;
    if (this.running.length > 0) await after(100);
    await stop();
    this.running.push(await this.start());
    const { live, dead } = this.promised;
    await this.prove([...live].slice(-60), [...dead].slice(-60));
  }

  /** Every process must say of each secret what was promised. */
  async prove(live: Iterable<string>, dead: Iterable<string>): Promise<void> {
    for (const process of this.running) {
      for (const some of chunks([...live], 20)) {
        const answers = await Promise.all(some.map((secret) => isActive(process, { secret })));
        expect(answers).toEqual(some.map(() => true));
      }
      for (const some of chunks([...dead], 20)) {
        const answers = await Promise.all(some.map((secret) => isActive(process, { secret })));
        expect(answers).toEqual(some.map(() => false));
      }
    }
  }

  /** How many tokens the user has that only bulk mints made. */
  async countOfBulk(): Promise<number> {
    const [process] = this.running;
    let count = 0;
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/v1/ecosystems/default/users/${this.bulkUserId}/tokens?limit=200`;
      const page = await as(process!, 'GET', cursor === '' ? path : `${path}&cursor=${cursor}`);
      count += page.body.data.length;
      cursor = page.body.page.nextCursor;
    }
    return count;
  }

  private start(): Promise<ServiceProcess> {
    return ServiceProcess.start({ ...this.topology.environment, ...withAccount, LOG_LEVEL: 'warn' });
  }

  /** One random request; a process that dies meanwhile answers nothing. */
  private async act(): Promise<void> {
    const process = anyOf(this.running);
    if (!process) return after(10).then(() => undefined);
    const action = anyOf([this.mint, this.mint, this.mintInBulk, this.use, this.use, this.use, this.revoke])!;
    await action.call(this, process);
  }

  private async mint(process: ServiceProcess): Promise<void> {
    const lifetime = anyOf([{ expiryType: 'Infinite' }, {}, { expiryType: 'SlidingTtl', ttl: 3600 }]);
    const reply = await answered(mint(process, this.userId, lifetime));
    if (reply) this.promised.live.add(reply.body.secret);
  }

  private async mintInBulk(process: ServiceProcess): Promise<void> {
    const headers = { authorization: `Bearer ${this.server}` };
    const json = { data: Array.from({ length: bulkSize }, () => this.bulkUserId) };
    const reply = await answered(
      process.ask('/v1/enterprise/user-tokens', { method: 'POST', headers, json }),
    );
    const [first, last] = [reply?.body.data[0], reply?.body.data[bulkSize - 1]];
    for (const minted of reply ? [first, last] : []) this.promised.live.add(minted.token);
  }

  private async use(process: ServiceProcess): Promise<void> {
    const secret = anyOf(this.promised.live);
    const reply = secret && (await answered(ask(process, { secret })));
    // Unless somebody has begun to revoke it meanwhile.
    if (reply && this.promised.live.has(secret)) expect(reply.body.active).toBe(true);
  }

  private async revoke(process: ServiceProcess): Promise<void> {
    const secret = anyOf(this.promised.live);
    if (!secret) return;
    this.promised.live.delete(secret);
    const reply = await answered(as(process, 'POST', '/v1/tokens/revoke', { token: secret }));
    if (!reply) return;
    this.promised.dead.add(secret);
    const verdict = await answered(ask(anyOf(this.running) ?? process, { secret }));
    if (verdict) expect(verdict.body.active).toBe(false);
  }
}

/** The reply when it is a 2xx and came whole; else nothing was promised. */
async function answered(asked: Promise<Reply>): Promise<Reply | undefined> {
  const reply = await asked.catch(() => undefined);
  if (reply === undefined) return undefined;
  expect([200, 201, 204, 503]).toContain(reply.status);
  return reply.status === 503 ? undefined : reply;
}

describe('when processes are killed at random moments under load', () => {
  const names = ['SQLite', 'SQLite', 'PostgreSQL and Redis', 'PostgreSQL and Redis'];
  let lanes: Lane[];

  beforeAll(async () => {
    lanes = await Promise.all(names.map((name) => Lane.open(name)));
  });
  afterAll(() => Promise.all(lanes.map((lane) => lane.close())));

  it('50 times and more: every token answered 2xx lives, every revocation answered 2xx holds', async () => {
    let isBroken = false;
    const run = async (lane: Lane) => {
      while (lane.kills < killsPerLane && !isBroken) await lane.round();
      await lane.prove(lane.promised.live, lane.promised.dead);
    };
    // One that fails stops the others, and none starts a process that nobody would end.
    const outcomes = await Promise.allSettled(
      lanes.map((lane) => run(lane).finally(() => (isBroken ||= lane.kills < killsPerLane))),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    const sumOf = (count: (lane: Lane) => number) => lanes.reduce((sum, lane) => sum + count(lane), 0);
    expect(sumOf(({ kills }) => kills)).toBeGreaterThanOrEqual(50);
    expect(sumOf(({ promised }) => promised.live.size)).toBeGreaterThan(50);
    expect(sumOf(({ promised }) => promised.dead.size)).toBeGreaterThan(20);
  }, 300_000);

  it('no bulk mint is half there', async () => {
    for (const lane of lanes) expect((await lane.countOfBulk()) % bulkSize).toBe(0);
  });
});

/** How many of the uses that were answered right before a kill did not prolong their sliding token. */
async function countForgottenUses(name: string): Promise<number> {
  const { environment, remove } = await topologies[name]!();
  const start = () => ServiceProcess.start({ ...environment, ...withAccount });
  let process = await start();
  try {
    const userId = await newUserOf(process);
    const sliding = { expiryType: 'SlidingTtl', ttl: 8 };
    const tokens = await Promise.all(Array.from({ length: 20 }, () => newTokenOf(process, userId, sliding)));
    const mintedAt = Date.now();
    await after(6000);
    const usedAt = Date.now();
    const used: string[] = [];
    const using = tokens.map(async (token) => {
      expect(await isActive(process, token)).toBe(true);
      used.push(token.secret);
      if (used.length === 5) await process.kill('SIGKILL');
    });
    await Promise.allSettled(using);
    expect(used.length).toBeGreaterThanOrEqual(5);
    process = await start();
    // From here on nothing but their uses keeps them alive.
    await after(mintedAt + 8500 - Date.now());
    const verdicts = await Promise.all(used.map((secret) => isActive(process, { secret })));
    expect(Date.now()).toBeLessThan(usedAt + 8000);
    return verdicts.filter((isLive) => !isLive).length;
  } finally {
    await process.kill('SIGKILL');
    await remove();
  }
}

describe('when the one process is killed right after uses', () => {
  it('a sliding token lives for its whole length from the use that was answered', async () => {
    const names = Object.keys(topologies);
    const forgotten = await Promise.all(names.map(countForgottenUses));
    expect(Object.fromEntries(names.map((name, index) => [name, forgotten[index]]))).toEqual({
      SQLite: 0,
      'PostgreSQL and Redis': 0,
    });
  });
});
