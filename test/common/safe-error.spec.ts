import Database from 'better-sqlite3';
import { QueryFailedError } from 'typeorm';
import { SafeError, safeStack, safeMessage } from '../../src/common/safe-error.js';

const secret = 'tw_s_the-secret-that-was-presented';

/** The error that this ends with. */
function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail');
}

describe('what a log is told of an error', () => {
  it('a driver error: its class, its code and where in the schema, not its parameters or its message', () => {
    const parameters = [secret, { password: 'hunter2' }];
    const driverError = Object.assign(new Error(`invalid input syntax for type bigint: "${secret}"`), {
      ...{ code: '22P02', table: 'tokens', column: 'ttl', routine: 'pg_strtoint64', severity: 'ERROR' },
      ...{ detail: `Key (hash)=(${secret}) already exists.`, where: secret, hint: secret },
    });
    const error = new QueryFailedError(`INSERT INTO tokens VALUES ('${secret}')`, parameters, driverError);
    expect(safeMessage(error)).toBe('Error, code 22P02, table tokens, column ttl, routine pg_strtoint64');
  });

  it('a real error of SQLite: the same', () => {
    const database = new Database(':memory:');
    const error = errorOf(() => database.prepare(`SELECT "${secret}`).all());
    expect(error.message).toContain(secret);
    expect(safeMessage(error)).toBe('SqliteError, code SQLITE_ERROR');
  });

  it('an error of a parser, which quotes what it was given', () => {
    const error = errorOf(() => JSON.parse(secret));
    expect(error.message).toContain('tw_s_the');
    expect(safeMessage(error)).toBe('SyntaxError');
  });

  it('an error of Redis: its code, not the command that it repeats', () => {
    class ReplyError extends Error {}
    expect(safeMessage(new ReplyError(`NOAUTH ${secret}`))).toBe('ReplyError, NOAUTH');
    expect(safeMessage(new ReplyError(`ERR unknown command with args beginning with: '${secret}'`))).toBe(
      'ReplyError, ERR',
    );
  });

  it('an error of the network: its code and the call; of several the first', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(safeMessage(error)).toBe('Error, code ECONNREFUSED, syscall connect');
    expect(safeMessage(new AggregateError([error, new Error(secret)]))).toBe(safeMessage(error));
  });

  it('a code that is no name, a class that somebody named, what is no error at all: nothing of it', () => {
    const odd = { [secret]: class extends Error {} }[secret]!;
    expect(safeMessage(Object.assign(new odd(secret), { code: `${secret}\n`, table: { secret } }))).toBe(
      'Error',
    );
    expect(safeMessage(secret)).toBe('a thrown string');
    expect(safeMessage(undefined)).toBe('a thrown undefined');
  });

  it('what is ours is told as it is', () => {
    expect(safeMessage(new SafeError('no answer within 250 ms'))).toBe('no answer within 250 ms');
  });

  it('the places in the code without the message before them, however many lines that has', () => {
    const error = new Error(`first\n    at ${secret} (forged.js:1:1)\nlast`);
    const places = safeStack(error)!;
    expect(places).not.toContain(secret);
    expect(places.split('\n')[0]).toMatch(/^\s+at .*safe-error\.spec\.ts/);
    expect(safeStack('no error')).toBeUndefined();
  });
});
