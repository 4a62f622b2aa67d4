import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Service, startService } from './service.js';
import { newPostgres, newPostgresAndRedis, type Store } from './stores.js';

/** Where the service keeps its truth and its sessions, and how many instances may share that. */
export interface Topology {
  makeStore: () => Promise<Store>;
  instances: number;
  /** Whether there is a session cache: without one a sliding end is always up to its granularity late. */
  isCached: boolean;
}

export const topologies: Record<string, Topology> = {
  'SQLite with sessions in memory': { makeStore: newSqlite, instances: 1, isCached: true },
  'PostgreSQL with Redis': { makeStore: newPostgresAndRedis, instances: 2, isCached: true },
  'PostgreSQL alone': { makeStore: newPostgres, instances: 2, isCached: false },
};

export async function newSqlite(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'tokenwright-stores-'));
  return {
    environment: { DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}` },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Several whole services on one store, whose clocks go alike. */
export class Instances {
  private constructor(
    readonly all: Service[],
    private readonly store: Store,
  ) {}

  /** @param alter what else the environment of the instance with this index is to be */
  static async start(
    { makeStore, instances }: Topology,
    alter: (index: number) => Record<string, string> = () => ({}),
  ): Promise<Instances> {
    const store = await makeStore();
    const all: Service[] = [];
    for (let index = 0; index < instances; index += 1) {
      all.push(await startService({ ...account, ...store.environment, ...alter(index) }));
    }
    return new Instances(all, store);
  }

  get first(): Service {
    return this.all[0]!;
  }

  /** The last one: the first one itself, where there is only one. */
  get last(): Service {
    return this.all.at(-1)!;
  }

  advance(ms: number): void {
    for (const { clock } of this.all) clock.advance(ms);
  }

  async close(): Promise<void> {
    for (const service of this.all) await service.close();
    await this.store.remove();
  }
}

/** Every instance knows the same first account token. */
const account = { TOKENWRIGHT_BOOTSTRAP_TOKEN: 'the-first-account-token-of-all-instances' };
