import { DataSource, type DataSourceOptions } from 'typeorm';
import { locks, underLock } from '../advisory-locks.js';
import { SafeError } from '../../common/safe-error.js';

/** The schema was made by a later release than this one. */
export class SchemaTooNew extends Error {
  constructor(readonly unknown: string[]) {
    super(
      `The database was migrated by a later release of Tokenwright (${unknown.join(', ')}): ` +
        'run that release, or revert its migrations with it first.',
    );
    this.name = 'SchemaTooNew';
  }
}

/**
 * Opens the data source and brings its schema up to this release, under a lock, so that several processes may start
 * at once.
 *
 * @throws SchemaTooNew when a later release was here
 */
export async function openMigrated(options: DataSourceOptions): Promise<DataSource> {
  if (options.type === 'postgres') {
    const patient = await migrated(new DataSource(migrating(options)));
    await patient.destroy();
    return new DataSource(options).initialize();
  }
  return migrated(new DataSource(options));
}

/**
 * A migration of a large table may take longer than any statement of the service may. But what waits for a table's lock
 * has all later readers wait behind it: it lets them pass and tries again.
 */
const patience = {
  statement_timeout: 0,
  query_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  lock_timeout: 2000,
};
/** How often a migration tries for its locks, and how long the readers have between two attempts, in ms. */
const attempts = 30;
const pause = 1000;

/** By this PostgreSQL tells the connections of a migration from those of the service. */
const migratorName = 'tokenwright migrate';

/** How the schema is changed in this store. */
export function migrating(options: DataSourceOptions): DataSourceOptions {
  if (options.type !== 'postgres') return options;
  return { ...options, applicationName: migratorName, extra: { ...options.extra, ...patience } };
}

async function migrated(dataSource: DataSource): Promise<DataSource> {
  await dataSource.initialize();
  try {
    await underLock(dataSource, locks.migration, async () => {
      await refuseNewer(dataSource);
      await again(() => dataSource.runMigrations({ transaction: 'each' }));
    });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** What has been applied, and what is to come, in the order of time. */
export async function migrationStatus(dataSource: DataSource): Promise<{ name: string; applied: boolean }[]> {
  const applied = await appliedMigrations(dataSource);
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const names = [...known, ...applied.filter((name) => !known.includes(name))];
  return names.map((name) => ({ name, applied: applied.includes(name) }));
}

/**
 * Takes the last migration back.
 *
 * @param isForced also while others are connected, who may not do without what it made
 * @throws SafeError while others are connected
 */
export async function revertLast(dataSource: DataSource, isForced: boolean): Promise<void> {
  if (!isForced) await refuseBesideOthers(dataSource);
  await underLock(dataSource, locks.migration, async () => {
    await refuseNewer(dataSource);
    await again(() => dataSource.undoLastMigration({ transaction: 'each' }));
  });
}

/** Does it until it gets the locks that it needs; what it had done before is taken back each time. */
async function again(change: () => Promise<unknown>): Promise<void> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      await change();
      return;
    } catch (error) {
      if ((error as { driverError?: { code?: string } }).driverError?.code !== '55P03') throw error;
      if (left === 0) throw new SafeError('The schema cannot be changed: others hold locks on its tables.');
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * A SQLite file is one process's. Of the connections of another role PostgreSQL does not tell the name: they may be the
 * service's.
 */
async function refuseBesideOthers(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type !== 'postgres') return;
  const [{ others }] = (await dataSource.query(
    `SELECT count(*)::int AS others FROM pg_stat_activity
      WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()
        AND (application_name LIKE 'tokenwright%' AND application_name <> $1 OR application_name IS NULL)`,
    [migratorName],
  )) as [{ others: number }];
  if (others === 0) return;
  throw new SafeError(
    `Tokenwright is connected to this database (${others} connections): stop it first, or revert with --force.`,
  );
}

async function refuseNewer(dataSource: DataSource): Promise<void> {
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const unknown = (await appliedMigrations(dataSource)).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new SchemaTooNew(unknown);
}

async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return [];
    const rows = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
}
