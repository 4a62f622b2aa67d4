import type { DataSource } from 'typeorm';
import type { Clock } from '../../common/clock.js';
import { safeMessage } from '../../common/safe-error.js';

/** Faults in words, by `database`, `schema`, `grants`, `writes` and `clock`. */
export type StoreFaults = Record<string, string>;

/** Tolerated clock skew, in ms: beyond it no promise about time holds. */
const toleratedOffset = 60_000;

/** Tables that need fewer or more privileges. */
const onlyInserted = ['audit_entries', 'imported_formats'];
const emptied = ['failed_logins', 'idempotent_answers', 'tokens'];

interface Answer {
  migrations: string[];
  missing: string[];
  ungranted: string[];
  isReadOnly: boolean;
  /** The database's clock, in ms since the epoch; SQLite has none. */
  now: number | undefined;
}

/** Examines the database by one small query. Never rejects. */
export async function storeFaults(dataSource: DataSource, clock: Clock): Promise<StoreFaults> {
  const before = clock.now();
  try {
    const ask = dataSource.options.type === 'postgres' ? askPostgres : askSqlite;
    const answer = await ask(dataSource);
    return faultsIn(answer, dataSource, (before + clock.now()) / 2);
  } catch (error) {
    return faultOf(error);
  }
}

function faultsIn(answer: Answer, dataSource: DataSource, now: number): StoreFaults {
  const faults: StoreFaults = {};
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const pending = known.filter((name) => !answer.migrations.includes(name));
  if (pending.length > 0) faults.schema = `not applied, or reverted: ${pending.join(', ')}`;
  else if (answer.missing.length > 0) faults.schema = `no table ${answer.missing.join(', ')}`;
  if (answer.ungranted.length > 0) faults.grants = `not granted: ${answer.ungranted.join(', ')}`;
  if (answer.isReadOnly) faults.writes = 'the database only reads: a standby, or set so';
  const offset = answer.now === undefined ? 0 : answer.now - now;
  if (Math.abs(offset) > toleratedOffset) {
    const seconds = Math.round(Math.abs(offset) / 1000);
    faults.clock = `the database's is ${seconds} s ${offset > 0 ? 'ahead' : 'behind'}`;
  }
  return faults;
}

function faultOf(error: unknown): StoreFaults {
  const { code = '', message = '' } = ((error as { driverError?: unknown }).driverError ??
    error) as Partial<NodeJS.ErrnoException>;
  if (code === '42P01' || message.startsWith('no such table')) return { schema: 'there is none' };
  if (code === '42501') return { grants: 'the table migrations may not be read' };
  return { database: `does not answer: ${safeMessage(error)}` };
}

const tablesOf = (dataSource: DataSource) =>
  dataSource.entityMetadatas.map(({ tableName }) => tableName).sort();

async function askPostgres(dataSource: DataSource): Promise<Answer> {
  const needed = tablesOf(dataSource).flatMap((table) => [
    [table, 'SELECT'],
    [table, 'INSERT'],
    ...(onlyInserted.includes(table) ? [] : [[table, 'UPDATE']]),
    ...(emptied.includes(table) ? [[table, 'DELETE']] : []),
  ]);
  const statement = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "isReadOnly",
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
    ARRAY(SELECT name::text FROM migrations) AS migrations,
    ARRAY(SELECT DISTINCT needed."table" FROM unnest($1::text[], $2::text[]) AS needed("table", privilege)
      WHERE to_regclass(needed."table") IS NULL) AS missing,
    ARRAY(SELECT needed.privilege || ' on ' || needed."table"
      FROM unnest($1::text[], $2::text[]) AS needed("table", privilege)
      WHERE NOT has_table_privilege(to_regclass(needed."table"), needed.privilege)) AS ungranted`;
  const rows: Answer[] = await dataSource.query(statement, [
    needed.map(([table]) => table),
    needed.map(([, privilege]) => privilege),
  ]);
  return rows[0]!;
}

async function askSqlite(dataSource: DataSource): Promise<Answer> {
  const names = async (statement: string) => {
    const rows: { name: string }[] = await dataSource.query(statement);
    return rows.map(({ name }) => name);
  };
  const migrations = await names('SELECT name FROM migrations');
  const tables = await names("SELECT name FROM sqlite_master WHERE type = 'table'");
  const missing = tablesOf(dataSource).filter((table) => !tables.includes(table));
  return { migrations, missing, ungranted: [], isReadOnly: false, now: undefined };
}
