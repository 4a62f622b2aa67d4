import { QueryFailedError } from 'typeorm';
import { TransactionLost } from './transactions/transaction-connection.js';

/**
 * SQLSTATEs that blame the statement or its values. All others concern the server, the connection, privileges or other
 * transactions, so the same request may succeed later. A missing table or column (42P01, 42703) and a missing privilege
 * (42501) do not blame the statement: the schema has changed since the service started.
 */
const statementFaults = /^(0A|2[0-47]|2F|38|39|42(?!501|P01|703)|44|54|P0)/;
/** The same for SQLite, where `SQLITE_ERROR` reports missing tables and columns only in its message. */
const sqliteFaults = /^SQLITE_(CONSTRAINT|MISMATCH|MISUSE|RANGE|TOOBIG|ERROR$)/;
const missing = /^no such (table|column)|^table \S+ has no column named /;

/** System calls of a connection to a database. */
const calls = /^(connect|getaddrinfo|read|write|shutdown)$/;
/** Node's codes for failed connections and refused certificates. */
const connectionCodes =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|ENOENT|EPROTO|CERT_|ERR_(TLS|SSL)|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/;
/** Messages of clients that carry no code. */
const texts =
  /already released|Connection terminated|timeout exceeded|Query read timeout|Client was closed|not queryable|connection is (closed|not open)|^SASL|does not support SSL/i;

/** Whether the database could not be reached or could not answer, so that the same request may succeed later. */
export function isStoreUnavailable(error: unknown): boolean {
  if (error instanceof TransactionLost) return true;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return false;
  const { code, message = '', errors, syscall } = cause as Partial<AggregateError & NodeJS.ErrnoException>;
  if (Array.isArray(errors)) return errors.some(isStoreUnavailable);
  if (texts.test(message)) return true;
  if (typeof code !== 'string') return false;
  if (code.startsWith('SQLITE_')) return !sqliteFaults.test(code) || missing.test(message);
  // Only errors of the server have a severity; `EPIPE` looks like one of its codes.
  if ('severity' in cause) return !statementFaults.test(code);
  return connectionCodes.test(code) || calls.test(syscall ?? '');
}
