import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Transactions } from '../../database/transactions/transactions.js';

/** Live processes with another cache. */
export interface Others {
  readonly processes: number;
  /** Time until the last of their heartbeats expires, in ms. */
  readonly liveFor: number;
  /** Whether they use a Redis. */
  readonly haveRedis: boolean;
}

/** Expiry of a heartbeat, in ms: longer than any process trusts its cache without asking again (`CacheLease`). */
const liveFor = 75_000;

/** The clock of the database, which all processes share. */
const now = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/** The table `cache_members`: where each process caches. Only PostgreSQL has several processes. */
@Injectable()
export class CacheMembers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  get isShared(): boolean {
    return this.dataSource.options.type === 'postgres';
  }

  /**
   * Renews the heartbeat of a live process by one cheap statement.
   *
   * @returns false when nothing was written: the last heartbeat has expired, or a cache has changed
   */
  async renew(id: string, cache: string): Promise<boolean> {
    const [, renewed] = await this.dataSource.query<[unknown, number]>(
      `UPDATE cache_members SET live_until = ${now} + ${liveFor} WHERE id = $1 AND cache = $2 AND live_until > ${now}
          AND NOT EXISTS (SELECT 1 FROM cache_members WHERE cache <> $2 AND live_until > ${now})`,
      [id, cache],
    );
    return renewed === 1;
  }

  /**
   * Registers the cache of a process. A live process may change its cache; any other is registered only if no live process
   * caches elsewhere. The lock keeps heartbeats out during the check.
   *
   * @returns the live processes that cache elsewhere, and whether this process was registered
   */
  claim(id: string, cache: string): Promise<{ isMember: boolean; others: Others | undefined }> {
    const work = async (manager: EntityManager) => {
      await manager.query('LOCK TABLE cache_members IN SHARE ROW EXCLUSIVE MODE');
      await manager.query(`DELETE FROM cache_members WHERE live_until <= ${now}`);
      const others = othersIn(await manager.query(othersThan('$1'), [cache]));
      const known: unknown[] = await manager.query('SELECT 1 FROM cache_members WHERE id = $1', [id]);
      const isMember = others === undefined || known.length > 0;
      if (isMember) {
        await manager.query(
          `INSERT INTO cache_members (id, cache, live_until) VALUES ($1, $2, ${now} + ${liveFor})
             ON CONFLICT (id) DO UPDATE SET cache = excluded.cache, live_until = excluded.live_until`,
          [id, cache],
        );
      }
      return { isMember, others };
    };
    // It must not join the transaction of a request.
    return this.transactions.detached(() => this.transactions.run(work));
  }

  async remove(id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM cache_members WHERE id = $1', [id]);
  }
}

/** SQL for the live processes with another cache; `othersIn` reads its rows. */
export function othersThan(cache: string): string {
  return `SELECT count(*)::int AS processes, coalesce(max(live_until) - ${now}, 0)::int AS live_for,
                 coalesce(bool_or(cache <> 'none'), false) AS have_redis
            FROM cache_members WHERE cache <> ${cache} AND live_until > ${now}`;
}

export function othersIn(rows: unknown): Others | undefined {
  const [row] = rows as [{ processes: number; live_for: number; have_redis: boolean }];
  if (row.processes === 0) return undefined;
  return { processes: row.processes, liveFor: row.live_for, haveRedis: row.have_redis };
}

/** Describes the caches of others, for messages. */
export function placeOf(others: Others, identity: string): string {
  if (!others.haveRedis) return 'without Redis';
  return identity === 'none'
    ? 'with Redis'
    : 'with another Redis, another database of it or another REDIS_PREFIX';
}
