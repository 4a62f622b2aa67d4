import type { DataSource, QueryRunner } from 'typeorm';
import { giveUp } from './transactions/transaction-connection.js';

/** The locks that Tokenwright takes in PostgreSQL: any numbers will do that nobody else in the database takes. */
export const locks = {
  migration: 7_461_001,
  bootstrap: 7_461_002,
  pruner: 7_461_003,
  idempotencyPruner: 7_461_004,
  failedLogins: 7_461_005,
} as const;

/** How long to wait before a lock is asked for again, in ms. */
const pause = 50;

/**
 * Runs `work` while no other process runs anything under the same lock. A SQLite file is one process's alone: it needs
 * no lock.
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

/** As `underLock`, but does nothing, and returns undefined, while another process has the lock. */
export async function underLockIfFree<T>(
  dataSource: DataSource,
  lock: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (dataSource.options.type !== 'postgres') return work();
  const runner = dataSource.createQueryRunner();
  let taken = false;
  try {
    taken = await isTaken(runner, lock);
    return taken ? await work() : undefined;
  } finally {
    if (taken) await unlock(runner, lock);
    else await runner.release();
  }
}

/** A connection that may still have the lock ends, and the lock with it: nobody else may be handed both. */
async function unlock(runner: QueryRunner, lock: number): Promise<void> {
  try {
    await runner.query('SELECT pg_advisory_unlock($1)', [lock]);
    await runner.release();
  } catch {
    await giveUp(runner);
  }
}

/** Asks again and again instead of standing in line, since no statement may take longer than the time-out. */
async function waitForLock(runner: QueryRunner, lock: number): Promise<void> {
  while (!(await isTaken(runner, lock))) {
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Whether this connection has the lock now. */
async function isTaken(runner: QueryRunner, lock: number): Promise<boolean> {
  const rows: { taken: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [lock]);
  return rows[0]!.taken;
}
