import { DataSource, type DataSourceOptions } from 'typeorm';
import { locks, underLock } from '../advisory-locks.js';
import { SafeError } from '../../common/safe-error.js';

/** A later release has migrated the schema. */
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
 * Opens the data source and migrates its schema to this release, under a lock, so that several processes may start at once.
 *
 * @throws SchemaTooNew when a later release has migrated it
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
 * A migration may take longer than any statement of the service. But while it waits for a table's lock, all later readers
 * wait behind it, so it gives up soon, lets them pass and tries again.
 */
const patience = {
  statement_timeout: 0,
  query_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  lock_timeout: 2000,
};
/** Attempts of a migration to get its locks, and the pause between them, in ms. */
const attempts = 30;
const pause = 1000;

/** Distinguishes connections of a migration from those of the service. */
const migratorName = 'tokenwright migrate';

/** The options of a connection that migrates. */
export function migrating(options: DataSourceOptions): DataSourceOptions {
  if (options.type !== 'postgres') return options;
  return { ...options, applicationName: migratorName, extra: { ...options.extra, ...patience } };
}

async function migrated(dataSource: DataSource): Promise<DataSource> {
  await dataSource.initialize();
  try {
    await underLock(dataSource, locks.migration, async () => {
      await refuseNewer(dataSource);
      await repeatedly(() => dataSource.runMigrations({ transaction: 'each' }));
    });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** Applied and pending migrations, the oldest first. */
export async function migrationStatus(dataSource: DataSource): Promise<{ name: string; applied: boolean }[]> {
  const applied = await appliedMigrations(dataSource);
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const names = [...known, ...applied.filter((name) => !known.includes(name))];
  return names.map((name) => ({ name, applied: applied.includes(name) }));
}

/**
 * Reverts the last migration.
 *
 * @param isForced also while others are connected, which may need its tables or columns
 * @throws SafeError while others are connected
 */
export async function revertLast(dataSource: DataSource, isForced: boolean): Promise<void> {
  if (!isForced) await refuseBesideOthers(dataSource);
  await underLock(dataSource, locks.migration, async () => {
    await refuseNewer(dataSource);
    await repeatedly(() => dataSource.undoLastMigration({ transaction: 'each' }));
  });
}

/** Repeats a change until it gets its locks; each failed attempt is rolled back. */
async function repeatedly(change: () => Promise<unknown>): Promise<void> {
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
 * A SQLite file belongs to one process. PostgreSQL hides the application name of connections of other roles; they may be the
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
