import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually, freePort, unprivileged } from '../../support/servers.js';

/** A process of `pgbouncer` of one test's own; fails when there is no program. */
export class PgBouncer {
  private constructor(
    /** Where the database is reached by way of it. */
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /**
   * @param database where PostgreSQL itself is, as a URL
   * @param settings lines of its section `pgbouncer`
   */
  static async before(database: string, settings: string[]): Promise<PgBouncer> {
    const server = new URL(database);
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-pgbouncer-'));
    const file = join(folder, 'pgbouncer.ini');
    const target = {
      host: server.hostname,
      port: server.port || '5432',
      user: decodeURIComponent(server.username),
      password: decodeURIComponent(server.password),
    };
    const words = Object.entries(target).flatMap(([name, value]) => (value ? [`${name}='${value}'`] : []));
    const own = [`listen_addr = 127.0.0.1`, `listen_port = ${port}`, 'unix_socket_dir =', 'auth_type = any'];
    const lines = ['[databases]', `* = ${words.join(' ')}`, '[pgbouncer]', ...own, ...settings, ''];
    writeFileSync(file, lines.join('\n'));
    const owner = unprivileged();
    for (const path of [folder, file]) if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid!);
    const child = spawn('pgbouncer', ['-q', file], { ...owner, cwd: folder, stdio: 'ignore' });
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    server.host = `127.0.0.1:${port}`;
    await Promise.race([failed, eventually(() => canAsk(server.href))]);
    return new PgBouncer(server.href, child, folder);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function canAsk(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT 1');
  } finally {
    await client.end();
  }
}
