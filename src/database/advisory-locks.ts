import type { DataSource, QueryRunner } from 'typeorm';
import { destroyConnection } from './transactions/transaction-connection.js';

/** Keys of Tokenwright's advisory locks in PostgreSQL: arbitrary numbers that nothing else in the database uses. */
export const locks = {
  migration: 7_461_001,
  bootstrap: 7_461_002,
  pruner: 7_461_003,
  idempotencyPruner: 7_461_004,
  failedLogins: 7_461_005,
} as const;

/** Pause between two attempts to take a lock, in ms. */
const pause = 50;

/**
 * Runs `work` while no other process runs anything under the same lock. A SQLite file belongs to one process and needs no
 * lock.
 */
export async function underLock<T>(dataSource: DataSource, lock: number, work: () => Promise<T>): Promise<T> {
  if (dataSource.options.type !== 'postgres') return work();
  const runner = dataSource.createQueryRunner();
  try {
    await waitForLock(runner, lock);
    return await work();
  } finally {
    await unlock(runner, lock);
  }
}

/** As `underLock`, but returns undefined at once while another process holds the lock. */
export async function underLockIfFree<T>(
  dataSource: DataSource,
  lock: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (dataSource.options.type !== 'postgres') return work();
  const runner = dataSource.createQueryRunner();
  let taken = false;
  try {
    taken = await tryLock(runner, lock);
    return taken ? await work() : undefined;
  } finally {
    if (taken) await unlock(runner, lock);
    else await runner.release();
  }
}

/** Closes a connection that may still hold the lock, so that it is not reused with it. */
async function unlock(runner: QueryRunner, lock: number): Promise<void> {
  try {
    await runner.query('SELECT pg_advisory_unlock($1)', [lock]);
    await runner.release();
  } catch {
    await destroyConnection(runner);
  }
}

/** Polls instead of blocking: no statement may outlast the statement timeout. */
async function waitForLock(runner: QueryRunner, lock: number): Promise<void> {
  while (!(await tryLock(runner, lock))) {
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Tries to take the lock on this connection. */
async function tryLock(runner: QueryRunner, lock: number): Promise<boolean> {
  const rows: { taken: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [lock]);
  return rows[0]!.taken;
}
