import type { DataSource } from 'typeorm';
import { fault, type Finding, warning } from './finding.js';

const about = 'Pooler';

/**
 * Whether something stands before PostgreSQL that gives each transaction, or each statement, another connection: locks
 * and prepared statements are left behind on the one before. It needs two connections.
 */
export async function* examinePooler(dataSource: DataSource): AsyncGenerator<Finding> {
  const [one, other] = [dataSource.createQueryRunner(), dataSource.createQueryRunner()];
  try {
    const [first] = await one.query('SELECT pg_backend_pid() AS pid');
    // Where the connection is not ours alone, this transaction takes the one that is free, which is the first.
    await other.startTransaction();
    await other.query('SELECT 1');
    const [second] = await one.query(
      "SELECT pg_backend_pid() AS pid, current_setting('statement_timeout') AS patience",
    );
    await other.rollbackTransaction();
    if (first.pid !== second.pid) {
      const says =
        'two statements of one connection met two back ends: a pooler shares them, as PgBouncer does by transactions';
      const remedy =
        'Connect directly, or set pool_mode = session there: Tokenwright takes session locks and prepares its statements.';
      yield fault(about, says, remedy);
    } else if (second.patience !== '15s') {
      yield warning(
        about,
        `statement_timeout is ${second.patience}, not 15s: what is between drops the time-outs that Tokenwright asks for`,
        'Connect directly, or set the time-outs for the user: ALTER ROLE … SET statement_timeout = 15000.',
      );
    }
  } finally {
    await Promise.all([one.release(), other.release()]);
  }
}
