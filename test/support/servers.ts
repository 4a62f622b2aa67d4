import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Fulfilled as soon as `attempt` is; rejected with its last error after `ms`. */
export async function eventually<T>(attempt: () => Promise<T>, ms = 10_000): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function canConnect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve();
    }).once('error', reject);
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** A Redis server of one test's own, started from the program `redis-server`; fails when there is none. */
export class PrivateRedis {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** @param folder where `SAVE` writes a snapshot, which the next start loads */
  static async start(folder = tmpdir()): Promise<PrivateRedis> {
    const redis = new PrivateRedis(await freePort(), folder);
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const file = `redis-${this.port}.rdb`;
    const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    settings.push('--dir', this.folder, '--dbfilename', file);
    this.child = spawn('redis-server', ['--port', String(this.port), ...settings], { stdio: 'ignore' });
    const failed = new Promise<never>((_, reject) => this.child!.once('error', reject));
    await Promise.race([failed, eventually(() => canConnect(this.port))]);
  }

  /** Ends it at once; what it held is gone, but for a snapshot that a test had it save. */
  async stop(): Promise<void> {
    if (!this.child) return;
    this.child.kill('SIGKILL');
    await ended(this.child);
  }

  /** It neither answers nor closes anything. */
  freeze(): void {
    this.child!.kill('SIGSTOP');
  }

  thaw(): void {
    this.child!.kill('SIGCONT');
  }
}

/** A PostgreSQL server of one test's own, started from the program `postgres`; fails when there is none. */
export class PrivatePostgres {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly owner: { uid?: number; gid?: number },
  ) {}

  static async start(): Promise<PrivatePostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-postgres-'));
    const owner = unprivileged();
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid!);
    const options = { ...owner, cwd: folder, stdio: 'ignore' } as const;
    execFileSync('initdb', ['-D', folder, '-U', 'postgres', '-A', 'trust', '--no-sync'], options);
    const postgres = new PrivatePostgres(await freePort(), folder, owner);
    await postgres.start();
    return postgres;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async start(): Promise<void> {
    const settings = ['-h', '127.0.0.1', '-k', this.folder, '-c', 'max_connections=200'];
    this.child = spawn('postgres', ['-D', this.folder, '-p', String(this.port), ...settings], {
      ...this.owner,
      cwd: this.folder,
      stdio: 'ignore',
    });
    await eventually(() => this.isReady());
  }

  /** Cuts every connection and ends, as an operator's `pg_ctl stop -m fast` does. */
  async stop(): Promise<void> {
    this.child?.kill('SIGINT');
    if (this.child) await ended(this.child);
  }

  /** Neither it nor any of its processes answers or closes anything. */
  freeze(): void {
    this.signalAll('SIGSTOP');
  }

  thaw(): void {
    this.signalAll('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The postmaster first: it makes no further process then. */
  private signalAll(signal: NodeJS.Signals): void {
    this.child!.kill(signal);
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    for (const line of table.trim().split('\n')) {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      if (parent !== this.child!.pid) continue;
      try {
        process.kill(pid!, signal);
      } catch (error) {
        // It may have ended in the meantime.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  private async isReady(): Promise<void> {
    execFileSync('pg_isready', ['-h', '127.0.0.1', '-p', String(this.port)], { stdio: 'ignore' });
  }
}

/** PostgreSQL refuses to run as root: then it runs as the system's own user for it. */
export function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A way to another port on which every piece of data can be held back for a while, or lost. */
export class SlowProxy {
  /** How long each piece of data is held back, in ms. */
  delay = 0;
  /** How many connections were made by way of it so far. */
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly stranded = new WeakSet<Socket>();

  private constructor(
    readonly port: number,
    private target: number,
    private readonly server: Server,
  ) {}

  static async before(target: number): Promise<SlowProxy> {
    const port = await freePort();
    const server = createServer();
    const proxy = new SlowProxy(port, target, server);
    server.on('connection', (near) => {
      proxy.connections += 1;
      const far = createConnection({ port: proxy.target, host: '127.0.0.1' });
      proxy.join(near, far);
      proxy.join(far, near);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  /** Whoever is connected now stays so but hears nothing more, as after the other side's loss of power. */
  strand(): void {
    for (const socket of this.sockets) this.stranded.add(socket);
  }

  /** Cuts every connection; the next ones lead to another port. */
  leadTo(target: number): void {
    this.target = target;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    // One after the other, so that nothing overtakes what was held back for longer.
    let last: Promise<unknown> = Promise.resolve();
    from.on('data', (data) => {
      const due = new Promise((resolve) => setTimeout(resolve, this.delay));
      last = last.then(() => due).then(() => to.writable && !this.stranded.has(from) && to.write(data));
    });
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => to.destroy());
  }
}
