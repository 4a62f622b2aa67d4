import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { isStoreUnavailable } from '../unavailable.js';
import { storeFaults, type StoreFaults } from './faults.js';
import { Transactions } from '../transactions/transactions.js';
import { safeMessage } from '../../common/safe-error.js';

/** How long the database may take to answer, in ms, before it counts as away. */
const patience = 2000;
/** How long after a refusal, and how often, it is asked whether it refuses still, in ms. */
const retryEvery = 1000;
/** How often the same reason is logged at the most, in ms. */
const sameReasonEvery = 60_000;

/** The row that is written to see whether writes are accepted: larger than what any request writes for one token. */
const probe = { id: 'probe', size: 40_000 };

/** Whether the database answers, and takes what is written. */
@Injectable()
export class StoreHealth implements OnApplicationShutdown {
  /** How many times the database refused what a request or the service itself asked for. */
  refusals = 0;
  private readonly logger = new Logger(StoreHealth.name);
  /** Whether a write must prove that writes are accepted: at first, and since one was refused. */
  private isDoubtful = true;
  private readonly told = new Map<string, number>();
  private isTold = false;
  private checking: Promise<StoreFaults> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Whether the database refused what it was last asked for, as far as is known. */
  get isRefusing(): boolean {
    return this.timer !== undefined;
  }

  /**
   * Takes note of an error of the database. One line tells of it, however many requests hear it, and one more of the end.
   *
   * @returns whether the error means that the database is away or refuses
   */
  note(error: unknown): boolean {
    if (!isStoreUnavailable(error)) return false;
    this.refusals += 1;
    this.isDoubtful = true;
    this.tell(safeMessage(error));
    this.timer ??= setInterval(() => void this.check(), retryEvery).unref();
    return true;
  }

  /** What is wrong with the database, by what was looked at; nothing when all is well. Who asks at once is answered together. */
  check(): Promise<StoreFaults> {
    this.checking ??= this.examine().finally(() => (this.checking = undefined));
    return this.checking;
  }

  private async examine(): Promise<StoreFaults> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<StoreFaults>((resolve) => {
      timer = setTimeout(resolve, patience, { database: `no answer within ${patience} ms` });
    });
    const { refusals } = this;
    const faults = await Promise.race([this.look(), late]);
    clearTimeout(timer);
    if (Object.keys(faults).length === 0 && this.refusals === refusals) this.recover();
    return faults;
  }

  private async look(): Promise<StoreFaults> {
    const faults = await storeFaults(this.dataSource, this.clock);
    if (Object.keys(faults).length > 0 || !this.isDoubtful) return faults;
    const { refusals } = this;
    try {
      await this.write();
      // What was refused meanwhile may be refused still.
      if (this.refusals === refusals) this.isDoubtful = false;
      return {};
    } catch (error) {
      return { writes: `refused: ${safeMessage(error)}` };
    }
  }

  /** Two commits: only what was committed has been written, and only what was written shows that there is room. */
  private async write(): Promise<void> {
    const { driver } = this.dataSource;
    const mark = (place: number) => driver.createParameter('probe', place);
    const sealed = randomBytes(probe.size / 2).toString('hex');
    const insert = `INSERT INTO idempotent_answers (id, fingerprint, status, sealed, created_at)
      VALUES (${mark(0)}, '', 0, ${mark(1)}, 0) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed`;
    await this.transactions.run((manager) => manager.query(insert, [probe.id, sealed]));
    const remove = `DELETE FROM idempotent_answers WHERE id = ${mark(0)}`;
    await this.transactions.run((manager) => manager.query(remove, [probe.id]));
  }

  private tell(reason: string): void {
    const now = performance.now();
    if (now - (this.told.get(reason) ?? -Infinity) < sameReasonEvery) return;
    if (this.told.size > 100) this.told.clear();
    this.told.set(reason, now);
    this.isTold = true;
    this.logger.error(
      `The database refuses or does not answer: ${reason}. Requests that need it are answered 503`,
    );
  }

  private recover(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.isTold)
      this.logger.log(`The database answers again, after ${this.refusals} refusals since the start`);
    this.isTold = false;
  }
}
