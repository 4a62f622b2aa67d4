import { Agent, request } from 'node:http';
import { ServiceProcess } from '../../support/service-process.js';

export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test knows what it expects
  body: any;
}

/** Several processes of the built service on one store; asked over connections that are kept, since they are asked much. */
export class Fleet {
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(private readonly processes: ServiceProcess[]) {}

  static async start(count: number, environment: Record<string, string>): Promise<Fleet> {
    const settings = { LOG_LEVEL: 'warn', TOKENWRIGHT_BOOTSTRAP_TOKEN: Fleet.account, ...environment };
    const starting = Array.from({ length: count }, () => ServiceProcess.start(settings));
    return new Fleet(await Promise.all(starting));
  }

  /** Secret of the first account token. */
  static readonly account = 'the-first-account-token-of-the-whole-fleet';

  get size(): number {
    return this.processes.length;
  }

  ask(
    index: number,
    method: string,
    path: string,
    json?: unknown,
    secret: string = Fleet.account,
  ): Promise<Answer> {
    const { port } = this.processes[index]!;
    const body = json === undefined ? undefined : JSON.stringify(json);
    const headers = {
      authorization: `Bearer ${secret}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method, path, headers, agent: this.agent };
      const sent = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (some: string) => (text += some));
        response.on('end', () =>
          resolve({ status: response.statusCode!, body: text ? JSON.parse(text) : undefined }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** What the processes logged: warnings and errors. */
  logged(): string {
    return this.processes.map((process) => process.logged()).join('');
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await Promise.all(this.processes.map((process) => process.kill('SIGTERM')));
  }
}
