import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { eventually, freePort } from '../../support/servers.js';

const execute = promisify(execFile);

/** A process of `redis-server`, with a folder for what it writes down about itself; fails when there is no program. */
class Server {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tokenwright-redis-'));
  private readonly child: ChildProcess;
  readonly client: Redis;

  constructor(
    readonly port: number,
    settings: string[],
    asSentinel = false,
  ) {
    const file = join(this.folder, 'redis.conf');
    const common = [`port ${port}`, 'bind 127.0.0.1', `dir ${this.folder}`, 'save ""', 'appendonly no'];
    writeFileSync(file, [...common, ...settings].join('\n'));
    this.child = spawn('redis-server', [file, ...(asSentinel ? ['--sentinel'] : [])], { stdio: 'ignore' });
    this.client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
    this.client.on('error', () => undefined);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  remove(): void {
    this.client.disconnect();
    this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Three masters that share the slots. */
export class PrivateCluster {
  private constructor(private readonly servers: Server[]) {}

  static async start(): Promise<PrivateCluster> {
    const servers: Server[] = [];
    for (let node = 0; node < 3; node += 1) {
      const bus = `cluster-port ${await freePort()}`;
      servers.push(new Server(await freePort(), ['cluster-enabled yes', 'cluster-node-timeout 2000', bus]));
    }
    for (const { client } of servers) await client.ping();
    const nodes = servers.map(({ port }) => `127.0.0.1:${port}`);
    execFileSync('redis-cli', ['--cluster', 'create', ...nodes, '--cluster-yes'], { stdio: 'ignore' });
    const cluster = new PrivateCluster(servers);
    await eventually(async () => {
      for (const { client } of servers) {
        if (!(await client.cluster('INFO')).includes('cluster_state:ok')) throw new Error('not yet');
      }
    });
    return cluster;
  }

  get url(): string {
    return `redis-cluster://${this.servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  /** Moves so many slots, with the keys in them, from each node to the next. */
  async reshard(slots: number): Promise<void> {
    const ids = await Promise.all(
      this.servers.map(({ client }) => client.cluster('MYID') as Promise<string>),
    );
    for (const [index, id] of ids.entries()) {
      const to = ids[(index + 1) % ids.length]!;
      const moved = [
        '--cluster-from',
        id,
        '--cluster-to',
        to,
        '--cluster-slots',
        String(slots),
        '--cluster-yes',
      ];
      await execute('redis-cli', ['--cluster', 'reshard', `127.0.0.1:${this.servers[0]!.port}`, ...moved]);
    }
  }

  /** How many keys each of the nodes holds. */
  sizes(): Promise<number[]> {
    return Promise.all(this.servers.map(({ client }) => client.dbsize()));
  }

  stop(): void {
    for (const server of this.servers) server.remove();
  }
}

/** A master with a replica, watched by one Sentinel, under the name `the-master`. */
export class PrivateSentinel {
  private constructor(
    private readonly master: Server,
    private readonly replica: Server,
    private readonly sentinel: Server,
  ) {}

  static async start(): Promise<PrivateSentinel> {
    const master = new Server(await freePort(), []);
    const replica = new Server(await freePort(), [`replicaof 127.0.0.1 ${master.port}`]);
    // A Sentinel learns of replicas when it begins, and then each ten seconds.
    await eventually(async () => {
      if (!(await replica.client.info('replication')).includes('master_link_status:up'))
        throw new Error('not yet');
    }, 20_000);
    const watched = [
      `sentinel monitor the-master 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds the-master 500',
      'sentinel failover-timeout the-master 5000',
    ];
    const sentinel = new Server(await freePort(), watched, true);
    await eventually(async () => {
      const replicas = (await sentinel.client.call('SENTINEL', 'REPLICAS', 'the-master')) as unknown[];
      if (replicas.length !== 1) throw new Error('not yet');
    }, 20_000);
    return new PrivateSentinel(master, replica, sentinel);
  }

  get url(): string {
    return `redis-sentinel://127.0.0.1:${this.sentinel.port}/the-master`;
  }

  /** Ends the master at once, without a farewell. */
  killMaster(): void {
    this.master.kill();
  }

  stop(): void {
    for (const server of [this.sentinel, this.replica, this.master]) server.remove();
  }
}
