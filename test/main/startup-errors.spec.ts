import { explain } from '../../src/startup-errors.js';

const canary = 'hunter2';

const failures: Record<string, object> = {
  'a host that is a piece of the password': { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: canary },
  'an address that refuses': { code: 'ECONNREFUSED', syscall: 'connect', address: canary },
  'a host with several addresses': { errors: [{ code: 'ECONNREFUSED', message: canary }] },
  'a URL that cannot be read': { code: 'ERR_INVALID_URL', input: canary },
  'a user that is refused': { code: '28P01' },
  'a database that is not there': { code: '3D000' },
  'a fault of nobody’s': {},
};

it('a database that takes no connections (55000) is told in one plain line', () => {
  expect(explain(Object.assign(new Error('x'), { code: '55000' }))).toMatch(
    /^The database takes no connections: .*$/,
  );
});

it.each(Object.keys(failures))('the start-up error of %s tells no part of a URL', (name) => {
  const told = explain(Object.assign(new Error(`something ${canary} something`), failures[name]));
  expect(told).not.toContain(canary);
  expect(told).toMatch(/^[A-Z]/);
});

it.each([
  [{ code: 'SQLITE_READONLY' }, 'read-only for this user'],
  [{ code: 'SQLITE_IOERR_LOCK' }, 'read-only for this user'],
  [{ code: 'ENOENT', syscall: 'mkdir' }, 'make it writable'],
  [{ code: 'ENOENT', syscall: 'connect' }, 'The database does not answer'],
  [{ code: 'EHOSTUNREACH', syscall: 'connect' }, 'The database does not answer'],
  [{ code: '25006' }, 'set DATABASE_URL to the primary server'],
  [{ code: 'ERR_DLOPEN_FAILED' }, 'run npm ci'],
])('%j is told in one line, with the way out', (error, remedy) => {
  const told = explain(Object.assign(new Error(canary), error));
  expect(told).toContain(remedy);
  expect(told.split('\n')).toHaveLength(1);
});
