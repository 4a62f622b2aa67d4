import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from './servers.js';
import type { Ask, Reply } from './service.js';

/** The built service (`dist/`) in a process of its own. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    /** What it said to people so far. */
    readonly said: () => string,
    /** What it logged so far. */
    readonly logged: () => string,
    private readonly end: Promise<{ code: number | null; signal: NodeJS.Signals | null }>,
  ) {}

  /** Starts it and waits until it listens; fails with what it said when it ends before that. */
  static async start(environment: Record<string, string>): Promise<ServiceProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'info',
        RATE_LIMITS: 'off',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let logged = '';
    child.stdout!.on('data', (data) => (logged += data));
    const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    await new Promise<void>((resolve, reject) => {
      child.stderr!.on('data', (data) => {
        said += data;
        if (said.includes('Tokenwright listens')) resolve();
      });
      void end.then(({ code }) => reject(new Error(`The service ended (${code}): ${said}`)));
    });
    return new ServiceProcess(
      child,
      port,
      () => said,
      () => logged,
      end,
    );
  }

  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async ask(path: string, { method = 'GET', headers = {}, json, body }: Ask = {}): Promise<Reply> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : undefined,
      text,
    };
  }

  /** Asks natively, with a token. */
  native(method: string, path: string, secret: string, json?: unknown): Promise<Reply> {
    return this.ask(path, { method, headers: { authorization: `Bearer ${secret}` }, json });
  }

  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    this.child.kill(signal);
    return this.end;
  }
}
