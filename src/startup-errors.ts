import { safeStack, SafeError, safeMessage } from './common/safe-error.js';
import { ConfigFault } from './config/config.js';
import { SchemaTooNew } from './database/migrations/migrator.js';

/** Writes to standard error, for people. Standard output holds log lines only. */
export function printNotice(text: string): void {
  process.stderr.write(`${text}\n`);
}

const readOnly =
  'The database file or its folder is read-only for this user: make it writable, or set DATABASE_URL to another file.';

/** Advice for errors of the operating system and of PostgreSQL. */
const remedies: Record<string, string> = {
  EADDRINUSE: 'The port is taken: set PORT to another one.',
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  ENOENT: readOnly,
  ECONNREFUSED: 'The database does not answer: start it, or correct the address in DATABASE_URL.',
  ETIMEDOUT: 'The database does not answer: start it, or correct the address in DATABASE_URL.',
  ENOTFOUND:
    'There is no host of that name: correct DATABASE_URL. A special character of a password is percent-encoded there (@ is %40).',
  EAI_AGAIN: 'The host in DATABASE_URL cannot be looked up now: try again, or correct it.',
  ERR_INVALID_URL: 'DATABASE_URL cannot be read. In a URL a password is percent-encoded (@ is %40).',
  SQLITE_CANTOPEN:
    'The database file cannot be opened: let this user write to it and its folder, or set DATABASE_URL.',
  SQLITE_READONLY: readOnly,
  SQLITE_IOERR_LOCK:
    'The database file cannot be locked: it is read-only for this user, or its disk knows no locks. Make it writable, or set DATABASE_URL.',
  SQLITE_FULL: 'The disk is full: make room, or set DATABASE_URL to a file on another disk.',
  SQLITE_NOTADB: 'DATABASE_URL names a file that is no SQLite database.',
  '28P01': 'The database refuses user or password: see DATABASE_URL.',
  '28000': 'The database refuses this user: see DATABASE_URL.',
  '3D000': 'The database does not exist: create the one in DATABASE_URL.',
  '25006':
    'The database is read-only: set DATABASE_URL to the primary server, and to a database that takes writes.',
  '42501':
    'This user of the database lacks a right: grant it, or run tokenwright migrate as a user who has it.',
  ERR_DLOPEN_FAILED: 'A native part was built for another Node: run npm ci with this one.',
  '55000': 'The database takes no connections: see ALLOW_CONNECTIONS of the one that DATABASE_URL names.',
  '53300':
    'The database has no connection left: raise max_connections, or lower DATABASE_POOL_SIZE or WORKERS.',
};

/**
 * Explains why the service cannot start, without any value of the configuration: an error's own message may
 * quote a part of a URL, and so of a password.
 */
export function explain(error: unknown): string {
  if (error instanceof ConfigFault || error instanceof SchemaTooNew || error instanceof SafeError) {
    return error.message;
  }
  const { message = '', code = '', syscall } = causeOf(error);
  if (message.includes('database is locked')) {
    return 'Another Tokenwright has this database file open: a SQLite file belongs to one process.';
  }
  const remedy = syscall === 'connect' ? remedies.ECONNREFUSED : remedies[code];
  if (remedy) return code === 'ECONNREFUSED' || code === 'EADDRINUSE' ? remedy : `${remedy} (${code})`;
  return [
    `Tokenwright cannot start: ${safeMessage(error)}`,
    ...(safeStack(error)?.split('\n').slice(0, 3) ?? []),
  ].join('\n');
}

/** A host with several addresses fails with one error for each. */
function causeOf(error: unknown): Partial<NodeJS.ErrnoException> {
  const [first] = (error as Partial<AggregateError>).errors ?? [];
  return (first ?? error) as Partial<NodeJS.ErrnoException>;
}
