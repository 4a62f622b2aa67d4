import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../ormconfig.js';
import { loadConfig } from './config.js';
import { migrationStatus, openMigrated, revertLast } from './migrations/migrator.js';
import { explain, say } from './say.js';

/** `node dist/src/migrate.js [up|status|revert]`: the schema, by hand. */
const usage = 'Usage: npm run migrate -- [up | status | revert]';

async function withStore(work: (dataSource: DataSource) => Promise<void>): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(loadConfig(process.env))).initialize();
  try {
    await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function printStatus(dataSource: DataSource): Promise<void> {
  for (const { name, applied } of await migrationStatus(dataSource)) {
    process.stdout.write(`${applied ? 'applied' : 'pending'}  ${name}\n`);
  }
}

const verbs: Record<string, () => Promise<void>> = {
  up: async () => {
    const dataSource = await openMigrated(dataSourceOptions(loadConfig(process.env)));
    await printStatus(dataSource);
    await dataSource.destroy();
  },
  status: () => withStore(printStatus),
  revert: () =>
    withStore(async (dataSource) => {
      await revertLast(dataSource);
      await printStatus(dataSource);
    }),
};

try {
  const verb = verbs[process.argv[2] ?? 'up'];
  if (!verb) throw new Error(usage);
  await verb();
} catch (error) {
  say(explain(error));
  process.exit(1);
}
