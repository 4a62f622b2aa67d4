import { PlainError } from './common/words-of.js';
import { ConfigFault } from './config.js';
import { SchemaTooNew } from './migrations/migrator.js';

/** For people, on standard error: standard output holds log lines only. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Why the service cannot go on, in plain words and without any value of the configuration. */
export function explain(error: unknown): string {
  if (error instanceof ConfigFault || error instanceof SchemaTooNew || error instanceof PlainError) {
    return error.message;
  }
  const { message, code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is taken: set PORT to another one.';
  if (message.includes('database is locked')) {
    return 'Another Tokenwright has this database file open: a SQLite file belongs to one process.';
  }
  if (syscall === 'connect' || code === 'ECONNREFUSED') {
    return 'The database does not answer: see DATABASE_URL.';
  }
  return `Tokenwright cannot start: ${message}`;
}
