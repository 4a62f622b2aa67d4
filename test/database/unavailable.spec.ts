import { QueryFailedError } from 'typeorm';
import { isStoreUnavailable } from '../../src/database/unavailable.js';

const fromPostgres = (code: string) => Object.assign(new Error('refused'), { severity: 'FATAL', code });
const fromSqlite = (code: string, message = 'refused') => Object.assign(new Error(message), { code });

describe('an error of the database', () => {
  it.each([
    ...['28P01', '28000', '3D000', '55000', '42501', '57P01', '57P03', '53100', '53300', '58030', '25006'],
    ...['08006', '40001', '55P03', '57014', 'XX000', '42P01', 'F0000', '72000', '99999'],
  ])('PostgreSQL %s: it is away or refuses', (code) => {
    expect(isStoreUnavailable(new QueryFailedError('SELECT 1', [], fromPostgres(code)))).toBe(true);
  });

  it.each(['23505', '22001', '42601', '0A000', '21000', '54000', 'P0001'])(
    'PostgreSQL %s: the statement or its values are wrong',
    (code) => {
      expect(isStoreUnavailable(fromPostgres(code))).toBe(false);
    },
  );

  it.each([
    ...['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'SQLITE_BUSY', 'SQLITE_CORRUPT'],
    ...['SQLITE_CANTOPEN', 'SQLITE_NOMEM', 'SQLITE_LOCKED'],
  ])('SQLite %s: it refuses', (code) => {
    expect(isStoreUnavailable(fromSqlite(code))).toBe(true);
  });

  it('SQLite: a table that is missing is no fault of the statement; a constraint is', () => {
    expect(isStoreUnavailable(fromSqlite('SQLITE_ERROR', 'no such table: tokens'))).toBe(true);
    expect(isStoreUnavailable(fromSqlite('SQLITE_ERROR', 'near "SELEC": syntax error'))).toBe(false);
    expect(isStoreUnavailable(fromSqlite('SQLITE_CONSTRAINT_UNIQUE'))).toBe(false);
  });

  it('of the system or of a certificate: it is away; of anything else: it is not', () => {
    for (const code of ['ECONNREFUSED', 'EPIPE', 'ENETUNREACH', 'CERT_HAS_EXPIRED']) {
      expect([code, isStoreUnavailable(Object.assign(new Error('x'), { code }))]).toEqual([code, true]);
    }
    expect(isStoreUnavailable(new TypeError('x is not a function'))).toBe(false);
  });
});
