import { QueryFailedError } from 'typeorm';
import { TransactionLost } from './transactions/transaction-connection.js';

/**
 * SQLSTATEs that are the fault of a statement or of its values. All others are about the server, the connection, the right
 * to use them or other transactions: the same request may succeed later. A table or a column that is missing (42P01, 42703)
 * and a privilege (42501) are no fault of the statement: the schema was another one when the service started.
 */
const statementFaults = /^(0A|2[0-47]|2F|38|39|42(?!501|P01|703)|44|54|P0)/;
/** The same of SQLite; `SQLITE_ERROR` says so of tables and columns in words only. */
const sqliteFaults = /^SQLITE_(CONSTRAINT|MISMATCH|MISUSE|RANGE|TOOBIG|ERROR$)/;
const missing = /^no such (table|column)|^table \S+ has no column named /;

/** Calls of the system by which one reaches a database. */
const calls = /^(connect|getaddrinfo|read|write|shutdown)$/;
/** Codes of Node's for a connection that is not to be had, and for certificates that are not accepted. */
const connectionCodes =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|ENOENT|EPROTO|CERT_|ERR_(TLS|SSL)|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/;
/** What clients say without any code. */
const texts =
  /already released|Connection terminated|timeout exceeded|Query read timeout|Client was closed|not queryable|connection is (closed|not open)|^SASL|does not support SSL/i;

/** Whether the database could not be asked, or could not answer now: the same request may succeed later. */
export function isStoreUnavailable(error: unknown): boolean {
  if (error instanceof TransactionLost) return true;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return false;
  const { code, message = '', errors, syscall } = cause as Partial<AggregateError & NodeJS.ErrnoException>;
  if (Array.isArray(errors)) return errors.some(isStoreUnavailable);
  if (texts.test(message)) return true;
  if (typeof code !== 'string') return false;
  if (code.startsWith('SQLITE_')) return !sqliteFaults.test(code) || missing.test(message);
  // Only the server's own errors have a severity: `EPIPE` looks like one of its codes.
  if ('severity' in cause) return !statementFaults.test(code);
  return connectionCodes.test(code) || calls.test(syscall ?? '');
}
