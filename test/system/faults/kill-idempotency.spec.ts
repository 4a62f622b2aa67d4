import { randomUUID } from 'node:crypto';
import { isReplayed, keyed } from '../../dialects/native/keyed.js';
import { account, as, newUserOf, withAccount } from '../../support/processes.js';
import type { Reply } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { newSqlite } from '../../support/instances.js';

const kills = 6;
const lanes = 6;

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processes on one store, one of which is killed while all of them answer requests with keys. */
class Lane {
  /** What was acknowledged, by its key. */
  readonly acknowledged = new Map<string, Reply>();
  /** Keys of which nobody knows whether their request took effect. */
  readonly open = new Set<string>();
  private running: ServiceProcess[] = [];
  private path = '';

  private constructor(
    private readonly store: Store,
    private readonly processes: number,
  ) {}

  static async open(makeStore: () => Promise<Store>, processes: number): Promise<Lane> {
    const lane = new Lane(await makeStore(), processes);
    await lane.fill();
    lane.path = `/v1/ecosystems/default/users/${await newUserOf(lane.running[0]!)}/tokens`;
    return lane;
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((process) => process.kill('SIGKILL')));
    await this.store.remove();
  }

  /** Load, a kill in the middle of it, and every request that was not acknowledged once more. */
  async round(): Promise<void> {
    let isOver = false;
    const load = Array.from({ length: lanes }, async (_, lane) => {
      while (!isOver) await this.mint(this.running[lane % this.running.length]!, randomUUID());
    });
    await after(50 + Math.random() * 250);
    isOver = true;
    const victim = this.running.shift()!;
    await victim.kill('SIGKILL');
    await Promise.all(load);
    await this.fill();
    for (const key of [...this.open]) await this.settle(key);
  }

  /** The names of the user's tokens: the keys by which they were minted. */
  async names(): Promise<string[]> {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Reply = await as(this.running[0]!, 'GET', `${this.path}?limit=200${cursor}`);
      names.push(...page.body.data.map(({ name }: { name: string }) => name));
      cursor = page.body.page.nextCursor && `&cursor=${page.body.page.nextCursor}`;
    }
    return names;
  }

  /** What was acknowledged is answered the same by whoever runs now. */
  async proveAnswers(): Promise<void> {
    for (const [key, reply] of [...this.acknowledged].slice(-100)) {
      const again = await this.ask(this.running.at(-1)!, key);
      expect({ key, text: again.text, mark: isReplayed(again) }).toEqual({
        key,
        text: reply.text,
        mark: 'true',
      });
    }
  }

  private async mint(process: ServiceProcess, key: string): Promise<void> {
    this.open.add(key);
    const reply = await this.ask(process, key).catch(() => undefined);
    if (!reply) return after(5).then(() => undefined);
    if (reply.status === 503) return;
    expect(reply.status).toBe(201);
    this.acknowledged.set(key, reply);
    this.open.delete(key);
  }

  /** Asks once more until it is acknowledged: while the database has not heard of the death, the key is in flight. */
  private async settle(key: string): Promise<void> {
    const until = Date.now() + 20_000;
    for (;;) {
      const reply = await this.ask(this.running[0]!, key);
      if (reply.status === 201) {
        this.acknowledged.set(key, reply);
        this.open.delete(key);
        return;
      }
      expect([409, 503]).toContain(reply.status);
      if (Date.now() > until) throw new Error(`The key ${key} is in flight for ever`);
      await after(20);
    }
  }

  private ask(process: ServiceProcess, key: string): Promise<Reply> {
    return keyed(process, this.path, account, key, { name: key });
  }

  private async fill(): Promise<void> {
    const environment = { ...this.store.environment, ...withAccount, LOG_LEVEL: 'warn' };
    while (this.running.length < this.processes) this.running.push(await ServiceProcess.start(environment));
  }
}

describe.each([
  ['SQLite', newSqlite, 1],
  ['PostgreSQL', newPostgres, 2],
])('when processes on %s are killed amid requests with keys', (_, makeStore, processes) => {
  it('each key took effect once: none twice, and none that was acknowledged is lost', async () => {
    const lane = await Lane.open(makeStore, processes);
    try {
      for (let kill = 0; kill < kills; kill += 1) await lane.round();
      const names = await lane.names();
      expect(names.length).toBeGreaterThan(kills);
      expect([...names].sort()).toEqual([...lane.acknowledged.keys()].sort());
      await lane.proveAnswers();
    } finally {
      await lane.close();
    }
  }, 240_000);
});
