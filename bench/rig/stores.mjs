/** Stores for the contenders of one run: folders, databases, the servers when somebody asks for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { startPostgres, startRedis } from './servers.mjs';

export class Stores {
  #postgres;
  #redis;
  #folders = [];
  #made = 0;
  #stopped;

  /** Address of a new, empty PostgreSQL database. */
  async postgres() {
    this.#postgres ??= startPostgres();
    return (await this.#postgres).database(`bench_${++this.#made}`);
  }

  /** Address of Redis, which all of them share. */
  async redis() {
    this.#redis ??= startRedis();
    return (await this.#redis).url;
  }

  /** Address of a new SQLite file. */
  sqlite() {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-bench-'));
    this.#folders.push(folder);
    return `sqlite:${join(folder, 'measured.sqlite')}`;
  }

  /** Versions of those that were started. */
  async versions() {
    return { PostgreSQL: (await this.#postgres)?.version, Redis: (await this.#redis)?.version };
  }

  /** However often it is called, it is done once. */
  stop() {
    return (this.#stopped ??= this.#remove());
  }

  async #remove() {
    await (await this.#redis)?.stop();
    await (await this.#postgres)?.stop();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** How many rows there are; the process that has a SQLite file open must have ended. */
export async function countRows(url, table) {
  const statement = `SELECT count(*) AS count FROM ${table}`;
  if (url.startsWith('sqlite:')) {
    const database = new Database(url.slice('sqlite:'.length));
    const { count } = database.prepare(statement).get();
    database.close();
    return count;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return Number(rows[0].count);
}
