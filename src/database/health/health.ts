import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { isStoreUnavailable } from '../unavailable.js';
import { storeFaults, type StoreFaults } from './faults.js';
import { Transactions } from '../transactions/transactions.js';
import { safeMessage } from '../../common/safe-error.js';

/** After this time without an answer, in ms, the database counts as unreachable. */
const patience = 2000;
/** Interval of the checks that follow a refusal, in ms. */
const retryEvery = 1000;
/** Minimum time between two log lines of the same reason, in ms. */
const sameReasonEvery = 60_000;

/** A row that is written to test writes; it is larger than the row of any single request. */
const probe = { id: 'probe', size: 40_000 };

/** Knows whether the database answers and accepts writes. */
@Injectable()
export class StoreHealth implements OnApplicationShutdown {
  /** Number of queries of requests or of the service itself that the database refused. */
  refusals = 0;
  private readonly logger = new Logger(StoreHealth.name);
  /** Whether a test write is due: at the start, and after a refusal. */
  private isDoubtful = true;
  private readonly loggedAt = new Map<string, number>();
  private isLogged = false;
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

  /** Whether the database is refusing queries, as far as is known. */
  get isRefusing(): boolean {
    return this.timer !== undefined;
  }

  /**
   * Records an error of the database. One log line reports the start of an outage, and one its end.
   *
   * @returns whether the database is unreachable or refuses
   */
  note(error: unknown): boolean {
    if (!isStoreUnavailable(error)) return false;
    this.refusals += 1;
    this.isDoubtful = true;
    this.logOnce(safeMessage(error));
    this.timer ??= setInterval(() => void this.check(), retryEvery).unref();
    return true;
  }

  /** The faults of the database; none when all is well. Concurrent calls share one check. */
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
      // A query that was refused meanwhile may still be refused.
      if (this.refusals === refusals) this.isDoubtful = false;
      return {};
    } catch (error) {
      return { writes: `refused: ${safeMessage(error)}` };
    }
  }

  /** Two commits, because only a committed write shows that there is room. */
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

  private logOnce(reason: string): void {
    const now = performance.now();
    if (now - (this.loggedAt.get(reason) ?? -Infinity) < sameReasonEvery) return;
    if (this.loggedAt.size > 100) this.loggedAt.clear();
    this.loggedAt.set(reason, now);
    this.isLogged = true;
    this.logger.error(
      `The database refuses or does not answer: ${reason}. Requests that need it are answered 503`,
    );
  }

  private recover(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.isLogged)
      this.logger.log(`The database answers again, after ${this.refusals} refusals since the start`);
    this.isLogged = false;
  }
}
