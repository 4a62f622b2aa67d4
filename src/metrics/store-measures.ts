import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FailedLoginsService } from '../audit/failed-logins.service.js';
import { RateCounters } from '../access/rate-limit/rate-counters.js';
import { Clock } from '../common/clock.js';
import { ClockSkew } from '../database/health/clock-skew.js';
import { MeasuredPool } from '../database/postgres/pg-pool.js';
import type { Pruner } from '../database/pruner.js';
import { StoreHealth } from '../database/health/health.js';
import { IdempotencyPruner } from '../idempotency/idempotency.pruner.js';
import { LastUseWriter } from '../tokens/verify/last-use.writer.js';
import { SessionCache } from '../sessions/session-cache.js';
import { TokensPruner } from '../tokens/tokens.pruner.js';
import { counter, distribution, type Family, gauge, histogram, type Sample, single } from './family.js';

/** Store metrics: connections, the circuit breaker of Redis, pending writes of token use, pruners, clocks. */
@Injectable()
export class StoreMeasures {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cache: SessionCache,
    private readonly rates: RateCounters,
    private readonly lastUses: LastUseWriter,
    private readonly tokensPruner: TokensPruner,
    private readonly idempotencyPruner: IdempotencyPruner,
    private readonly failedLogins: FailedLoginsService,
    private readonly offset: ClockSkew,
    private readonly clock: Clock,
    private readonly health: StoreHealth,
  ) {}

  async families(): Promise<Family[]> {
    const offset = await this.offset.read();
    return [
      ...this.ofPool(),
      ...this.ofHealth(),
      ...this.ofRedis(),
      ...this.ofLastUses(),
      ...this.ofPruners(),
      gauge(
        'tokenwright_clock_skew_seconds',
        'Database clock minus process clock',
        single(offset === undefined ? undefined : offset / 1000),
      ),
    ];
  }

  private ofPool(): Family[] {
    const { master } = this.dataSource.driver as unknown as { master?: unknown };
    if (!(master instanceof MeasuredPool)) return [];
    const { totalCount, idleCount, waitingCount, options, waits } = master;
    return [
      gauge('tokenwright_database_connections', 'Connections to the database, used or idle', [
        { labels: { state: 'used' }, value: totalCount - idleCount },
        { labels: { state: 'idle' }, value: idleCount },
      ]),
      gauge(
        'tokenwright_database_connections_max',
        'Maximum connections (DATABASE_POOL_SIZE)',
        single(options.max),
      ),
      gauge('tokenwright_database_waiting', 'Requests that wait for a connection', single(waitingCount)),
      histogram('tokenwright_database_wait_seconds', 'Wait for a connection', [distribution(waits)]),
    ];
  }

  private ofHealth(): Family[] {
    const { refusals, isRefusing } = this.health;
    return [
      gauge(
        'tokenwright_database_refusing',
        '1 from a database error until the next successful write',
        single(isRefusing ? 1 : 0),
      ),
      counter(
        'tokenwright_database_refusals_total',
        'Requests answered 503 because of a database error',
        single(refusals),
      ),
    ];
  }

  private ofRedis(): Family[] {
    const links = { sessions: this.cache.link, 'rate-limits': this.rates.link };
    const known = Object.entries(links).flatMap(([use, link]) => (link ? [{ labels: { use }, link }] : []));
    return [
      gauge(
        'tokenwright_redis_breaker_open',
        '1 while Redis is unavailable and skipped',
        known.map(({ labels, link }) => ({ labels, value: link.isAway ? 1 : 0 })),
      ),
      counter(
        'tokenwright_redis_outages_total',
        'Outages of Redis',
        known.map(({ labels, link }) => ({ labels, value: link.outages })),
      ),
    ];
  }

  private ofLastUses(): Family[] {
    const { uses, since } = this.lastUses.backlog;
    const { stored, failures } = this.lastUses.counted;
    const lag = since === undefined ? 0 : Math.max(0, this.clock.now() - since) / 1000;
    return [
      gauge(
        'tokenwright_last_use_lag_seconds',
        'Age of the oldest token use that is not stored yet',
        single(lag),
      ),
      gauge('tokenwright_last_use_pending', 'Token uses that are not stored yet', single(uses)),
      counter('tokenwright_last_use_stored_total', 'Stored token uses', single(stored)),
      counter('tokenwright_last_use_failures_total', 'Failed attempts to store token uses', single(failures)),
    ];
  }

  private ofPruners(): Family[] {
    const pruners = { tokens: this.tokensPruner, answers: this.idempotencyPruner, logins: this.failedLogins };
    const samples = (value: (counted: Pruner['counted']) => number | undefined): Sample[] =>
      Object.entries(pruners).flatMap(([rows, { counted }]) => {
        const known = value(counted);
        return known === undefined ? [] : [{ labels: { rows }, value: known }];
      });
    return [
      counter(
        'tokenwright_pruner_removed_total',
        'Removed rows',
        samples(({ removed }) => removed),
      ),
      counter(
        'tokenwright_pruner_failures_total',
        'Failed sweeps',
        samples(({ failures }) => failures),
      ),
      gauge(
        'tokenwright_pruner_last_sweep_timestamp_seconds',
        'End of the last sweep of this process, since the epoch; another process may be the pruner now',
        samples(({ lastSweep }) => lastSweep && lastSweep.endedAt / 1000),
      ),
      gauge(
        'tokenwright_pruner_last_sweep_duration_seconds',
        'Duration of that sweep',
        samples(({ lastSweep }) => lastSweep && lastSweep.took / 1000),
      ),
      gauge(
        'tokenwright_pruner_last_sweep_backlog',
        'Rows removed by that sweep',
        samples(({ lastSweep }) => lastSweep?.removed),
      ),
    ];
  }
}
