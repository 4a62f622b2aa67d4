import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../../ormconfig.js';
import type { Config } from '../../config/config.js';
import { othersIn, othersThan, placeOf } from '../../sessions/membership/cache-members.repository.js';
import { fault, type Finding, ok } from './finding.js';

const about = 'Cache';

/**
 * Whether the processes that serve this database now keep their sessions where these variables say.
 *
 * @param identity of the cache of these variables; see `SessionCache.identity`
 */
export async function* examineCaches(config: Config, identity: string): AsyncGenerator<Finding> {
  const options = { ...dataSourceOptions(config), poolSize: 1 } as DataSourceOptions;
  let dataSource: DataSource;
  try {
    dataSource = await new DataSource(options).initialize();
  } catch {
    // The database findings report this.
    return;
  }
  try {
    const [{ exists }] = await dataSource.query("SELECT to_regclass('cache_members') IS NOT NULL AS exists");
    const others = exists ? othersIn(await dataSource.query(othersThan('$1'), [identity])) : undefined;
    if (!others) yield ok(about, 'no process serves this database with another cache');
    else {
      const remedy =
        'Give all the same REDIS_URL and REDIS_PREFIX; to change them, stop every process first. ' +
        `One that was killed counts for another ${Math.ceil(others.liveFor / 1000)} s at most.`;
      const count = others.processes === 1 ? '1 process serves' : `${others.processes} processes serve`;
      yield fault(
        about,
        `${count} this database ${placeOf(others, identity)}: one with these variables would not start`,
        remedy,
      );
    }
  } finally {
    await dataSource.destroy();
  }
}
