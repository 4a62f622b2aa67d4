import { DataSource, type DataSourceOptions } from 'typeorm';
import { locks, underLock } from '../common/locks.js';

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
    const patient = await migrated(new DataSource({ ...options, extra: { ...options.extra, ...patience } }));
    await patient.destroy();
    return new DataSource(options).initialize();
  }
  return migrated(new DataSource(options));
}

/** A migration of a large table may take longer than any statement of the service may. */
const patience = { statement_timeout: 0, query_timeout: 0, idle_in_transaction_session_timeout: 0 };

async function migrated(dataSource: DataSource): Promise<DataSource> {
  await dataSource.initialize();
  try {
    await underLock(dataSource, locks.migration, async () => {
      await refuseNewer(dataSource);
      await dataSource.runMigrations({ transaction: 'each' });
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

/** Takes the last migration back. */
export async function revertLast(dataSource: DataSource): Promise<void> {
  await underLock(dataSource, locks.migration, async () => {
    await refuseNewer(dataSource);
    await dataSource.undoLastMigration({ transaction: 'each' });
  });
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
