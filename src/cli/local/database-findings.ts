import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../../ormconfig.js';
import type { Config } from '../../config/config.js';
import { migrationStatus } from '../../database/migrations/migrator.js';
import { examineNames } from './names-findings.js';
import { safeMessage } from '../../common/safe-error.js';
import { clockFinding, fault, type Finding, ok, warning } from './finding.js';
import { examinePooler } from './pooler-findings.js';

const about = 'Database';
/** Less free space than this, in bytes, gives a warning. */
const littleSpace = 256 * 1024 * 1024;

/** @param isRunning whether the service runs, and so has the file for itself */
export async function* examineSqlite(config: Config, isRunning: boolean): AsyncGenerator<Finding> {
  const path = config.databaseUrl.slice('sqlite:'.length);
  if (path === ':memory:') {
    yield warning(
      about,
      'SQLite in memory',
      'All is lost when the process ends: set DATABASE_URL to keep it.',
    );
    return;
  }
  const folder = existingFolder(dirname(resolve(path)));
  const isThere = existsSync(path);
  if (!mayWrite(isThere ? path : folder) || !mayWrite(folder)) {
    yield fault(
      about,
      `${path} cannot be written`,
      'Give the file and its folder to the user of the service.',
    );
    return;
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < littleSpace) {
    const free = Math.floor((bavail * bsize) / 1024 / 1024);
    yield warning(
      about,
      `only ${free} MiB are free beside ${path}`,
      'Make room: a full disk refuses every write.',
    );
  }
  if (!isThere) yield ok(about, `SQLite, ${path}: will be made at the first start`);
  else yield* examineFile(config, path, isRunning);
}

async function* examineFile(config: Config, path: string, isRunning: boolean): AsyncGenerator<Finding> {
  const options = { ...dataSourceOptions(config), readonly: true, prepareDatabase: undefined };
  try {
    yield* examineSchema(options as DataSourceOptions, `SQLite, ${path}`);
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes('database is locked')) {
      yield fault(
        about,
        `${path} cannot be read: ${safeMessage(error)}`,
        'Set DATABASE_URL to a file of Tokenwright’s.',
      );
    } else if (isRunning) yield ok(about, `SQLite, ${path}: the running service has it for itself`);
    else {
      const remedy =
        'A file belongs to one process: stop the other one, or set DATABASE_URL to another file.';
      yield fault(about, `another process has ${path} open`, remedy);
    }
  }
}

export async function* examinePostgres(config: Config): AsyncGenerator<Finding> {
  const { hostname, port, pathname } = new URL(config.databaseUrl);
  const where = `${hostname || 'the local socket'}${port ? `:${port}` : ''}${pathname}`;
  const options = { ...dataSourceOptions(config), poolSize: 2 } as DataSourceOptions;
  try {
    yield* examineSchema(options, `PostgreSQL, ${where}`, (dataSource) => examineServer(dataSource, config));
  } catch (error) {
    yield unreachable(error);
  }
}

async function* examineSchema(
  options: DataSourceOptions,
  name: string,
  then?: (dataSource: DataSource) => AsyncGenerator<Finding>,
): AsyncGenerator<Finding> {
  const dataSource = await new DataSource(options).initialize();
  try {
    const steps = await migrationStatus(dataSource);
    const known = new Set(dataSource.migrations.map((step) => step.name ?? step.constructor.name));
    const pending = steps.filter(({ applied }) => !applied).length;
    if (steps.some((step) => !known.has(step.name))) {
      const remedy = 'Run that release, or revert its migrations with it first.';
      yield fault(about, `${name}: the schema is of a later release`, remedy);
    } else if (pending > 0) {
      yield ok(
        about,
        `${name}: ${pending} pending of the migrations: the next start, or tokenwright migrate, applies them`,
      );
    } else {
      yield ok(about, `${name}: the schema is up to date`);
      yield* examineNames(dataSource);
      yield* examineAccountTokens(dataSource);
    }
    if (then) yield* then(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function* examineServer(dataSource: DataSource, config: Config): AsyncGenerator<Finding> {
  const settings = `SELECT pg_is_in_recovery() AS standby, has_schema_privilege(current_schema(), 'CREATE') AS creates,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
    current_setting('synchronous_commit') AS commits, current_setting('fsync') AS fsync,
    (SELECT count(*)::int FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND application_name <> 'tokenwright') AS others`;
  const [row] = (await dataSource.query(settings)) as [Settings];
  if (row.standby)
    yield fault(about, 'it is a standby, which only reads', 'Point DATABASE_URL at the primary.');
  if (!row.creates) {
    const remedy = 'Run tokenwright migrate as a user who may, or GRANT CREATE ON SCHEMA to this one.';
    yield warning(about, 'this user may not create tables, which migrations need', remedy);
  }
  if (row.fsync === 'off' || row.commits === 'off') {
    const says = 'it answers before a write is safe: a crash can bring a revoked token back';
    yield fault(about, says, 'Set fsync and synchronous_commit to on.');
  }
  yield poolFinding(config, row);
  yield* examinePooler(dataSource);
  const asked = Date.now();
  const [{ now }] = (await dataSource.query(
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now',
  )) as [{ now: number }];
  yield clockFinding('the database', (asked + Date.now()) / 2 - now);
}

interface Settings {
  standby: boolean;
  creates: boolean;
  /** Connections that the server gives to everybody together. */
  most: number;
  commits: string;
  fsync: string;
  /** Connections of other programs now. */
  others: number;
}

function poolFinding({ databasePoolSize, workers }: Config, { most, others }: Settings): Finding {
  const wanted = databasePoolSize * workers;
  const says = `up to ${wanted} connections (DATABASE_POOL_SIZE × WORKERS) of ${most} that the server gives`;
  const remedy = 'Lower DATABASE_POOL_SIZE or WORKERS, or raise max_connections of PostgreSQL.';
  if (wanted > most) return fault('Pool', says, remedy);
  if (wanted + others > most) return warning('Pool', `${says}, of which others hold ${others} now`, remedy);
  return ok('Pool', says);
}

/** Shows no part of the URL: in a malformed one, a part of the password can look like the host. */
function unreachable(error: unknown): Finding {
  const { code, message = '' } =
    (error as Partial<AggregateError>).errors?.[0] ?? (error as NodeJS.ErrnoException);
  if (code === '28P01' || code === '28000') {
    return fault(about, 'PostgreSQL refuses this user', 'Check user and password in DATABASE_URL.');
  }
  if (code === '3D000') {
    return fault(
      about,
      'there is no such database',
      'Make the one that DATABASE_URL names: CREATE DATABASE …',
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const remedy =
      'Check the host in DATABASE_URL; what is special in a password is percent-encoded there (@ is %40).';
    return fault(about, 'there is no such host', remedy);
  }
  if (code === '53300') return fault(about, 'PostgreSQL has no connection left', 'Raise max_connections.');
  if (message.includes('unsupported startup parameter')) {
    const remedy = 'Connect directly, or set ignore_startup_parameters and pool_mode = session there.';
    return fault(about, 'a pooler such as PgBouncer refuses the time-outs that Tokenwright asks for', remedy);
  }
  if (message.includes('statement pooling mode')) {
    const says =
      'a pooler shares connections by statements, and refuses the transactions that Tokenwright needs';
    return fault(about, says, 'Connect directly, or set pool_mode = session there.');
  }
  const remedy = 'Check host and port in DATABASE_URL, whether PostgreSQL runs, and what is between.';
  return fault(about, `PostgreSQL does not answer: ${safeMessage(error)}`, remedy);
}

function existingFolder(folder: string): string {
  return existsSync(folder) ? folder : existingFolder(dirname(folder));
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Without an account token, only access to the database can create one. */
async function* examineAccountTokens(dataSource: DataSource): AsyncGenerator<Finding> {
  const rows: unknown[] = await dataSource.query(
    `SELECT 1 FROM tokens WHERE holder = 'account' AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > ${Date.now()}) LIMIT 1`,
  );
  if (rows.length > 0) {
    yield ok('Account tokens', 'there are live ones; if all are lost: tokenwright account-token create');
    return;
  }
  const remedy =
    'Make one on the database itself, on SQLite with the service stopped: tokenwright account-token create. ' +
    'An empty store gets one by a start in a terminal, or by TOKENWRIGHT_BOOTSTRAP_TOKEN.';
  yield warning('Account tokens', 'none is live', remedy);
}
