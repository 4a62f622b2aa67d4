import { QueryFailedError } from 'typeorm';
import { TransactionLost } from './transaction-connection.js';

/** Connection failures of the operating system and of the PostgreSQL client. */
const codes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** PostgreSQL: connection exceptions, too few resources, shutting down or starting, time-outs, a server that only reads. */
const sqlStates = /^(08|53|57P0|57014|25006|25P03|25P0[12]|40001|40P01|55P03)/;
const texts =
  /already released|Connection terminated|timeout exceeded|Query read timeout|Client was closed|connection is closed/i;

/** Whether the database could not be asked, or could not answer now: the same request may succeed later. */
export function isStoreDown(error: unknown): boolean {
  if (error instanceof TransactionLost) return true;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return false;
  const { code = '', message = '', errors } = cause as Partial<AggregateError & NodeJS.ErrnoException>;
  if (Array.isArray(errors)) return errors.some(isStoreDown);
  return (
    codes.has(code) ||
    sqlStates.test(code) ||
    texts.test(message) ||
    /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN)/.test(code)
  );
}
