import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../ormconfig.js';
import type { Finding } from '../../../src/cli/local/finding.js';
import { examineNames } from '../../../src/cli/local/names-findings.js';
import { openMigrated } from '../../../src/database/migrations/migrator.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { run } from '../cli/commands.js';
import { newSqlite } from '../../support/instances.js';

const stores: Record<string, () => Promise<Store>> = {
  'a SQLite file': newSqlite,
  PostgreSQL: newPostgres,
};
const later = 'Later1999999999999';

describe.each(Object.entries(stores))('the schema in %s', (_, newStore) => {
  let store: Store;

  beforeEach(async () => {
    store = await newStore();
  });
  afterEach(() => store.remove());

  const migrate = (...given: string[]) => run('cli/bin/migrate', store.environment, ...given);
  const options = () => {
    const { DATABASE_URL: databaseUrl } = store.environment;
    return dataSourceOptions({ databaseUrl: databaseUrl!, databasePoolSize: 2 });
  };
  /** Does something to the store by itself. */
  const within = async <T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> => {
    const dataSource = await new DataSource(options()).initialize();
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  };
  const tables = () =>
    within(async (dataSource) => {
      const runner = dataSource.createQueryRunner();
      const names = dataSource.entityMetadatas.map(({ tableName }) => tableName);
      const found: string[] = [];
      for (const name of names) if (await runner.hasTable(name)) found.push(name);
      await runner.release();
      return found.sort();
    });
  const all = [
    ...['audit_entries', 'ecosystems', 'failed_logins', 'idempotent_answers', 'imported_formats'],
    ...['roles', 'tokens', 'user_references', 'users'],
  ];
  const names = () =>
    within(async ({ migrations }) => migrations.map(({ name, constructor }) => name ?? constructor.name));
  const lines = async (word: string) => (await names()).map((name) => `${word}  ${name}\n`).join('');
  /** As a later release leaves it: with a migration that this one does not know. */
  const makeNewer = () =>
    within((dataSource) =>
      dataSource.query(`INSERT INTO migrations (timestamp, name) VALUES (1999999999999, '${later}')`),
    );

  it('is brought up, told and taken back by command', async () => {
    expect(await migrate('status')).toEqual({ code: 0, out: await lines('pending'), said: '' });
    expect(await tables()).toEqual([]);
    expect(await migrate('up')).toEqual({ code: 0, out: await lines('applied'), said: '' });
    expect(await tables()).toEqual(all);
    expect(await migrate('up')).toEqual({ code: 0, out: await lines('applied'), said: '' });
    expect(await migrate('status')).toEqual({ code: 0, out: await lines('applied'), said: '' });
    for (const name of await names()) expect([name, (await migrate('revert')).code]).toEqual([name, 0]);
    expect(await tables()).toEqual([]);
    expect(await migrate('status')).toEqual({ code: 0, out: await lines('pending'), said: '' });
    expect((await migrate()).out).toBe(await lines('applied'));
    expect(await tables()).toEqual(all);
  });

  it('a revert when there is nothing to take back changes nothing', async () => {
    expect((await migrate('revert')).code).toBe(0);
    expect(await tables()).toEqual([]);
  });

  it('what is no command is answered with how it is used, and does nothing', async () => {
    const { code, out, said } = await migrate('sideways');
    expect([code, out]).toEqual([1, '']);
    expect(said).toContain('npm run migrate -- [up | status | revert [--force]]');
    expect(await tables()).toEqual([]);
  });

  it('a service that is older than it says so in plain words and stops, and has touched nothing', async () => {
    await migrate('up');
    await makeNewer();
    const before = await within((dataSource) => dataSource.query('SELECT COUNT(*) AS n FROM ecosystems'));
    const { code, out, said } = await run('main', { ...store.environment, PORT: '0' });
    expect(said).toBe(
      `The database was migrated by a later release of Tokenwright (${later}): ` +
        'run that release, or revert its migrations with it first.\n',
    );
    expect([code, out]).toEqual([1, '']);
    expect(await within((dataSource) => dataSource.query('SELECT COUNT(*) AS n FROM ecosystems'))).toEqual(
      before,
    );
  });

  it('an older command does not touch it either, and tells what it does not know', async () => {
    await migrate('up');
    await makeNewer();
    for (const verb of ['up', 'revert']) {
      const { code, said } = await migrate(verb);
      expect([verb, code, said.includes(`a later release of Tokenwright (${later})`)]).toEqual([
        verb,
        1,
        true,
      ]);
    }
    const status = await migrate('status');
    expect(status).toEqual({ code: 0, out: `${await lines('applied')}applied  ${later}\n`, said: '' });
    expect(await tables()).toEqual(all);
  });

  it('lets entries be added to the audit, and neither changed nor removed', async () => {
    await migrate('up');
    const columns = 'id, at, action, target_type, target_id, caller_holder, caller_address';
    await within(async (dataSource) => {
      const values = "'1', 1, 'token.mint', 'token', '1', 'system', '2001:db8::7'";
      await dataSource.query(`INSERT INTO audit_entries (${columns}) VALUES (${values})`);
      const isPostgres = dataSource.options.type === 'postgres';
      const changes = ["UPDATE audit_entries SET action = 'x'", 'DELETE FROM audit_entries'];
      for (const change of isPostgres ? [...changes, 'TRUNCATE audit_entries'] : changes) {
        await expect(dataSource.query(change)).rejects.toThrow('audit_entries is append-only');
      }
      const left = await dataSource.query(`SELECT caller_address FROM audit_entries`);
      expect(left).toEqual([{ caller_address: '2001:db8::7' }]);
    });
  });

  it('keeps users whose names meet those of others, and tells of them: the id has the name', async () => {
    await migrate('up');
    for (const name of (await names()).reverse()) {
      await migrate('revert');
      if (name.startsWith('UserReferences')) break;
    }
    const insert = 'INSERT INTO users (id, ecosystem_id, username, username_key, external_id, roles, active,';
    const columns = 'name, token_generation, version, created_at, updated_at)';
    await within(async (dataSource) => {
      await dataSource.query(`INSERT INTO ecosystems (id, name, version, created_at, updated_at)
        VALUES ('acme', 'Acme', 1, 1, 1)`);
      const user = (id: string, username: string, externalId: string | null) =>
        dataSource.query(
          `${insert} ${columns} VALUES ('${id}', 'acme', '${username}', '${username}',
             ${externalId === null ? 'NULL' : `'${externalId}'`}, '["user"]', true, '', 0, 1, 1, 1)`,
        );
      await user('ada', 'ada', null);
      await user('eve', 'eve', 'ada');
      await user('jose', 'jose\u0301', 'cafe\u0301');
      await user('hidden', 'ada\u200b', null);
    });
    expect((await migrate('up')).code).toBe(0);
    await within(async (dataSource) => {
      expect(await dataSource.query('SELECT reference, user_id FROM user_references ORDER BY 1')).toEqual([
        { reference: 'ada', user_id: 'ada' },
        { reference: 'caf\u00e9', user_id: 'jose' },
        { reference: 'eve', user_id: 'eve' },
        { reference: 'hidden', user_id: 'hidden' },
        { reference: 'jose', user_id: 'jose' },
      ]);
      const [jose] = await dataSource.query(`SELECT username, username_key FROM users WHERE id = 'jose'`);
      expect(jose).toEqual({ username: 'jos\u00e9', username_key: 'jos\u00e9' });
      const found: Finding[] = [];
      for await (const finding of examineNames(dataSource)) found.push(finding);
      expect(found.map(({ state, says }) => [state, says.replace(/.*: /, '')])).toEqual([
        ['warning', 'acme/eve'],
        ['warning', 'acme/hidden'],
      ]);
    });
  });

  it('is what the entities say: nothing would have to be changed', async () => {
    const dataSource = await openMigrated(options());
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.query('ALTER TABLE tokens DROP COLUMN last_used_at');
    const altered = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    // The comparison sees a difference when there is one.
    expect(altered.upQueries.length).toBeGreaterThan(0);
  });
});
