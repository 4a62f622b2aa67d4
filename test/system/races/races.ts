import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withAccount } from '../../support/processes.js';
import type { Reply } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgresAndRedis } from '../../support/stores.js';
import { Random, seed } from '../../support/random.js';

/** What may be asked for at once, on two processes. */
export const counts = [2, 8, 64];

/** How many attempts that fail an address has a minute. */
export const perAddress = 30;

export const times = (replies: Reply[], status: number) =>
  replies.filter((reply) => reply.status === status).length;

/** How often a process had no place for a password in time: nothing is looked at then, and nothing is taken. */
export const crowdedOut = (replies: Reply[]) =>
  replies.filter(({ status, headers }) => status === 503 && headers.has('retry-after')).length;

/** Two processes of the built service on one PostgreSQL and one Redis, at which many ask at once. */
export class Race {
  private readonly random = new Random(seed);

  private constructor(
    readonly processes: readonly [ServiceProcess, ServiceProcess],
    /** The verification codes that the service had delivered, the newest last. */
    readonly codes: string[],
    readonly end: () => Promise<void>,
  ) {}

  static async start(given: Record<string, string> = {}): Promise<Race> {
    console.log(`Seed of the races: TEST_SEED=${seed}`);
    const codes: string[] = [];
    const program = createServer((request, response) => {
      let text = '';
      request.on('data', (some) => (text += some));
      request.on('end', () => {
        codes.push(JSON.parse(text).otp);
        response.end();
      });
    });
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    const store = await newPostgresAndRedis();
    const environment = {
      ...{ ...store.environment, ...withAccount, TRUST_PROXY: 'loopback' },
      ...{ RATE_LIMITS: 'on', RATE_LIMIT_PER_KEY: '0', RATE_LIMIT_FAILED_AUTH: String(perAddress) },
      // What is judged is how many are let in, not how busy the machine is.
      OVERLOAD_WAIT: '0',
      ACCOUNTS_REGISTRATION_FORM: 'Public',
      SFOX_VERIFICATION_URL: `http://127.0.0.1:${(program.address() as AddressInfo).port}/`,
      ...given,
    };
    const processes = await Promise.all([
      ServiceProcess.start(environment),
      ServiceProcess.start(environment),
    ]);
    return new Race(processes, codes, async () => {
      await Promise.all(processes.map((process) => process.kill('SIGTERM')));
      await new Promise((resolve) => program.close(resolve));
      await store.remove();
    });
  }

  /** So many at once, every other one of a drawn order at the other process. */
  atOnce(count: number, ask: (process: ServiceProcess, index: number) => Promise<Reply>): Promise<Reply[]> {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = this.random.below(last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return Promise.all(order.map((index, place) => ask(this.processes[place % 2]!, index)));
  }

  /** Does the work, and does it anew where it fails in a time in which the machine was too busy for Redis to answer. */
  async together(work: () => Promise<void>): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      const before = this.alone();
      try {
        return await work();
      } catch (error) {
        if (this.alone() === before || tried === 5) throw error;
      }
    }
  }

  /** How often a process did not hear of Redis for so long that it counted by itself. */
  private alone(): number {
    const timesSaid = (process: ServiceProcess) =>
      process.logged().split('in each process for itself').length;
    return this.processes.reduce((sum, process) => sum + timesSaid(process), 0);
  }
}
