import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../ormconfig.js';
import { migrating, migrationStatus, openMigrated, revertLast } from '../../database/migrations/migrator.js';
import { loadConfig } from '../../service-config.js';

/** Migrates the schema; returns a line for each applied or pending migration. */
export async function migrate(
  verb: 'up' | 'status' | 'revert',
  env: NodeJS.ProcessEnv,
  isForced = false,
): Promise<string[]> {
  const options = dataSourceOptions(loadConfig(env));
  const dataSource = await (verb === 'up'
    ? openMigrated(options)
    : new DataSource(migrating(options)).initialize());
  try {
    if (verb === 'revert') await revertLast(dataSource, isForced);
    const steps = await migrationStatus(dataSource);
    return steps.map(({ name, applied }) => `${applied ? 'applied' : 'pending'}  ${name}`);
  } finally {
    await dataSource.destroy();
  }
}
