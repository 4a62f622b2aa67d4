import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ConfigFault } from '../../src/config/config.js';
import { fileVariables, loadConfig, unknownVariables, variables } from '../../src/service-config.js';

/** The faults of an environment; fails when there are none. */
function faultsOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

const nameOf = (fault: string) => fault.split(' ')[0];

describe('a variable', () => {
  it('takes an empty variable for one that is not set, whichever it is', () => {
    expect(
      loadConfig(Object.fromEntries([...variables, ...fileVariables].map((name) => [name, '']))),
    ).toEqual(loadConfig({}));
  });

  it.each([
    'postgres://ada:hunter2@hunter2/x@db.internal/tokenwright',
    'postgres://ada:hunter2/hunter2@db.internal/tokenwright',
    'postgres://ada:5432?hunter2@db.internal/tokenwright',
    'postgres://ada:5432#hunter2@db.internal/tokenwright',
    'postgres://ada:hunter2:hunter2/@db.internal/tokenwright',
  ])('refuses a URL that is divided within its password: %s', (url) => {
    const isDividedByQuery = url.includes('?');
    const message = isDividedByQuery ? '' : faultsOf({ DATABASE_URL: url }).join();
    if (!isDividedByQuery) expect(message).toMatch(/^DATABASE_URL must have what is special .* %40/);
    expect(message).not.toContain('hunter2');
    const other = { DATABASE_URL: 'postgres://localhost/x', REDIS_URL: url.replace('postgres', 'redis') };
    if (!isDividedByQuery) expect(faultsOf(other).map(nameOf)).toEqual(['REDIS_URL']);
  });

  it.each([
    'postgres:///tokenwright?host=/var/run/postgresql',
    'postgres://ada@/tokenwright?host=/var/run/postgresql',
    'postgres://ada:p%40ss%2F@[::1]:5432/tokenwright?sslmode=require',
  ])('takes %s', (url) => {
    expect(loadConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });
});

describe('a secret from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenwright-config-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('is read for every variable that may hold one, without the end of its line', () => {
    const values: Record<string, string> = {
      DATABASE_URL: 'postgres://tokenwright:pw@db.internal/tokenwright',
      REDIS_URL: 'redis://:pw@cache.internal',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: 'a-first-token-of-32-characters-or-more',
      CREATE_TOKENS_FOR_USERS_SECRET: 'open sesame',
      SFOX_VERIFICATION_URL: 'https://codes.internal/sfox',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.internal:4318',
    };
    expect([...fileVariables].sort()).toEqual(
      Object.keys(values)
        .map((name) => `${name}_FILE`)
        .sort(),
    );
    const files = Object.entries(values).map(([name, value]) => [`${name}_FILE`, file(name, `${value}\n`)]);
    expect(loadConfig(Object.fromEntries(files))).toEqual(loadConfig(values));
  });

  it('is refused beside the variable itself, when it is empty and when it cannot be read, without its text', () => {
    const url = 'postgres://ada:hunter2@db.internal/x';
    const faults = faultsOf({
      DATABASE_URL: url,
      DATABASE_URL_FILE: file('database', url),
      REDIS_URL_FILE: join(folder, 'absent'),
      TOKENWRIGHT_BOOTSTRAP_TOKEN_FILE: file('nothing', '\n'),
    });
    expect(faults).toEqual([
      'DATABASE_URL_FILE and DATABASE_URL are both set: unset one of them',
      'REDIS_URL_FILE names a file that cannot be read (ENOENT)',
      'TOKENWRIGHT_BOOTSTRAP_TOKEN_FILE names an empty file',
    ]);
  });
});

describe('a variable that is not known', () => {
  it.each([
    ['REDIS_URI', 'REDIS_URL'],
    ['WORKER', 'WORKERS'],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['DATABASE_URL_FIL', 'DATABASE_URL_FILE'],
    ['REQUEST_TIMEOUTS', 'REQUEST_TIMEOUT'],
  ])('%s is told, with %s', (name, meant) => {
    expect(unknownVariables({ [name]: 'x' })).toEqual([
      `The variable ${name} is not known and changes nothing: is ${meant} meant?`,
    ]);
  });

  it('is told where its name can be nobody else’s', () => {
    const names = ['TOKENWRIGHT_SECRET', 'RATE_LIMIT_PER_USER', 'DATABASE_POOL', 'CREATE_TOKENS'];
    expect(unknownVariables(Object.fromEntries(names.map((name) => [name, 'x'])))).toHaveLength(names.length);
  });

  it('is passed over where it is known, empty, or somebody else’s', () => {
    const names = [
      ...variables,
      ...fileVariables,
      'TOKENWRIGHT_URL',
      'TOKENWRIGHT_TOKEN',
      'PATH',
      'HOSTNAME',
    ];
    names.push(
      'REDIS_PORT_6379_TCP_ADDR',
      'TOKENWRIGHT_SERVICE_HOST',
      'TOKENWRIGHT_PORT',
      'POSTGRES_PASSWORD',
    );
    names.push('OTEL_SERVICE_NAME', 'NODE_OPTIONS', 'LANGUAGE', 'TMPDIR');
    expect(unknownVariables(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([]);
    expect(unknownVariables({ REDIS_URI: '' })).toEqual([]);
  });
});

it('compose.yaml hands every variable on', () => {
  const { services } = load(readFileSync('compose.yaml', 'utf8')) as {
    services: { tokenwright: { environment: object } };
  };
  expect(Object.keys(services.tokenwright.environment)).toEqual(expect.arrayContaining([...variables]));
});
