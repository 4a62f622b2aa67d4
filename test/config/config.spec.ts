import { ConfigFault } from '../../src/config/config.js';
import { loadConfig } from '../../src/service-config.js';
import { opensCreateToken, RocketchatEnvironment } from '../../src/dialects/rocketchat/environment.js';
import { SfoxEnvironment } from '../../src/dialects/sfox/environment.js';

const day = 86_400_000;

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

describe('the configuration', () => {
  it('of an empty environment is complete, and says what docs/configuration.md says', () => {
    const { dialects, ...config } = loadConfig({});
    expect(dialects.get(RocketchatEnvironment)).toEqual({});
    expect(dialects.get(SfoxEnvironment)).toEqual({});
    expect(config).toEqual({
      host: 'localhost',
      port: 3000,
      databaseUrl: 'sqlite:data/tokenwright.sqlite',
      databasePoolSize: 10,
      redisUrl: undefined,
      redisPrefix: 'tokenwright:',
      workers: 1,
      bootstrapToken: undefined,
      registrationIsPublic: false,
      passwordMinLength: 8,
      loginExpirationMs: 90 * day,
      requestTimeoutMs: 30_000,
      requestMemoryBytes: 64 * 1024 * 1024,
      overloadWaitMs: 500,
      shutdownDelayMs: 0,
      retentionMs: 30 * day,
      sessionCacheSize: 100_000,
      rateLimits: { perKey: 60_000, perAddress: 0, verification: 0, failedAuth: 30, vendorQuotas: false },
      trustedProxies: undefined,
      logLevel: 'info',
      requestLog: 'off',
      metricsAt: undefined,
      tracesUrl: undefined,
    });
  });

  it('takes every variable that is given', () => {
    const environment = {
      HOST: '::',
      PORT: '8080',
      DATABASE_URL: 'postgres://tokenwright:pw@db.internal:5432/tokenwright',
      DATABASE_POOL_SIZE: '25',
      REDIS_URL: 'rediss://:pw@cache.internal:6380/2',
      REDIS_PREFIX: 'tw-test:',
      WORKERS: '4',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: 'a-first-token-of-32-characters-or-more',
      CREATE_TOKENS_FOR_USERS: 'true',
      CREATE_TOKENS_FOR_USERS_SECRET: 'x',
      ACCOUNTS_REGISTRATION_FORM: 'Public',
      SFOX_VERIFICATION_URL: 'https://codes.internal/sfox',
      PASSWORD_MIN_LENGTH: '12',
      LOGIN_EXPIRATION_DAYS: '7',
      RETENTION_DAYS: '1',
      SESSION_CACHE_SIZE: '5000',
      RATE_LIMITS: 'on',
      RATE_LIMIT_PER_KEY: '0',
      RATE_LIMIT_PER_ADDRESS: '1200',
      RATE_LIMIT_VERIFICATION: '60000',
      RATE_LIMIT_FAILED_AUTH: '5',
      VENDOR_RATE_LIMITS: 'on',
      TRUST_PROXY: 'loopback, 10.0.0.0/8,fd00::/8, 192.0.2.7',
      REQUEST_TIMEOUT: '5',
      REQUEST_MEMORY: '16',
      OVERLOAD_WAIT: '0',
      SHUTDOWN_DELAY: '7',
      LOG_LEVEL: 'debug',
      REQUEST_LOG: 'changes',
      METRICS_HOST: '0.0.0.0',
      METRICS_PORT: '9464',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.internal:4318/',
    };
    const { dialects, ...config } = loadConfig(environment);
    expect(dialects.get(RocketchatEnvironment)).toEqual({
      CREATE_TOKENS_FOR_USERS: 'true',
      CREATE_TOKENS_FOR_USERS_SECRET: 'x',
    });
    expect(dialects.get(SfoxEnvironment)).toEqual({
      SFOX_VERIFICATION_URL: environment.SFOX_VERIFICATION_URL,
    });
    expect(config).toEqual({
      host: '::',
      port: 8080,
      databaseUrl: environment.DATABASE_URL,
      databasePoolSize: 25,
      redisUrl: environment.REDIS_URL,
      redisPrefix: 'tw-test:',
      workers: 4,
      bootstrapToken: environment.TOKENWRIGHT_BOOTSTRAP_TOKEN,
      registrationIsPublic: true,
      passwordMinLength: 12,
      loginExpirationMs: 7 * day,
      requestTimeoutMs: 5000,
      requestMemoryBytes: 16 * 1024 * 1024,
      overloadWaitMs: 0,
      shutdownDelayMs: 7000,
      retentionMs: day,
      sessionCacheSize: 5000,
      rateLimits: { perKey: 0, perAddress: 1200, verification: 60_000, failedAuth: 5, vendorQuotas: true },
      trustedProxies: ['loopback', '10.0.0.0/8', 'fd00::/8', '192.0.2.7'],
      logLevel: 'debug',
      requestLog: 'changes',
      metricsAt: { host: '0.0.0.0', port: 9464 },
      tracesUrl: 'http://collector.internal:4318/v1/traces',
    });
  });

  it('RATE_LIMITS=off takes every limit away, whatever else is set', () => {
    const set = { RATE_LIMIT_PER_ADDRESS: '5', RATE_LIMIT_VERIFICATION: '5', VENDOR_RATE_LIMITS: 'on' };
    expect(loadConfig({ ...set, RATE_LIMITS: 'off' }).rateLimits).toEqual({
      ...{ perKey: 0, perAddress: 0, verification: 0, failedAuth: 0 },
      vendorQuotas: false,
    });
  });

  it('TRUST_PROXY is nobody when it is empty', () => {
    expect(loadConfig({ TRUST_PROXY: '' }).trustedProxies).toBeUndefined();
  });

  it('does not look at what is not its own', () => {
    expect(loadConfig({ NODE_ENV: 'test', port: '1', TOKENWRIGHT: 'x' })).toEqual(loadConfig({}));
  });

  it('is frozen', () => {
    const config = loadConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });

  // docs/wire.md#versions-of-userscreatetoken: exactly `true` or `yes`, in these letters.
  it.each([
    ['true', true],
    ['yes', true],
    ['TRUE', false],
    ['Yes', false],
    ['1', false],
    [' true', false],
    ['', false],
    ['false', false],
  ])('CREATE_TOKENS_FOR_USERS=%j opens users.createToken: %j', (value, isOpen) => {
    expect(opensCreateToken(loadConfig({ CREATE_TOKENS_FOR_USERS: value }))).toBe(isOpen);
  });

  it.each([
    ['PORT', ['-1', '65536', '80.5', '0x50', '1e3', ' 80', 'http']],
    [
      'DATABASE_URL',
      ['sqlite:', 'mysql://localhost/x', 'postgres://', 'data.sqlite', 'postgres://u:p%zz@host/x'],
    ],
    ['DATABASE_POOL_SIZE', ['0', '1001', 'many']],
    ['REDIS_URL', ['localhost:6379', 'http://localhost']],
    ['REDIS_PREFIX', ['with space', 'x'.repeat(65)]],
    ['WORKERS', ['0', '257', 'all']],
    ['TOKENWRIGHT_BOOTSTRAP_TOKEN', ['x'.repeat(31), 'x'.repeat(257), `${'x'.repeat(40)} `, 'é'.repeat(40)]],
    ['ACCOUNTS_REGISTRATION_FORM', ['public', 'Secret URL']],
    ['LOGIN_EXPIRATION_DAYS', ['0', '3651', '-1', '1.5']],
    ['RETENTION_DAYS', ['0', '3651', 'forever']],
    ['REQUEST_TIMEOUT', ['0', '301', 'soon']],
    ['REQUEST_MEMORY', ['15', '4097', '16.5']],
    ['OVERLOAD_WAIT', ['-1', '10001', '0.5', 'off']],
    ['SESSION_CACHE_SIZE', ['999', '10000001']],
    ['RATE_LIMITS', ['true', 'ON']],
    ['RATE_LIMIT_PER_KEY', ['-1', '1.5', 'many', '10000001']],
    ['RATE_LIMIT_PER_ADDRESS', ['-1', 'x']],
    ['RATE_LIMIT_VERIFICATION', ['-1', 'off']],
    ['RATE_LIMIT_FAILED_AUTH', ['-1', 'on']],
    ['VENDOR_RATE_LIMITS', ['yes']],
    [
      'TRUST_PROXY',
      ['true', '1', 'proxy.internal', '10.0.0.0/33', '10.0.0.0/0', 'fd00::/129', '10.0.0.1,', '1.2.3.4/8/8'],
    ],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['REQUEST_LOG', ['on', 'ALL']],
    ['METRICS_PORT', ['0', '65536', '3000', 'on']],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', ['collector:4318', 'grpc://collector:4317']],
  ])('refuses a wrong %s, and names it and nothing else', (name, values) => {
    // With SQLite, Redis and several workers would be refused for another reason too.
    const base = { DATABASE_URL: 'postgres://localhost/tokenwright' };
    for (const value of values) {
      const faults = faultsOf({ ...base, [name]: value });
      expect({ value, named: faults.map(nameOf) }).toEqual({ value, named: [name] });
    }
  });

  it('tells all faults at once, each in a line of the message', () => {
    const environment = {
      RATE_LIMITS: 'maybe',
      PORT: 'http',
      DATABASE_URL: 'mysql://localhost',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: 'short',
      LOGIN_EXPIRATION_DAYS: '0',
      LOG_LEVEL: 'loud',
    };
    const faults = faultsOf(environment);
    expect(faults.map(nameOf).sort()).toEqual(Object.keys(environment).sort());
    const { message } = new ConfigFault(faults);
    expect(message).toBe(
      `The configuration has 6 fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  });

  it('refuses Redis and several workers with SQLite, in plain words', () => {
    const faults = faultsOf({ REDIS_URL: 'redis://localhost:6379', WORKERS: '2' });
    expect(faults.map(nameOf)).toEqual(['REDIS_URL', 'WORKERS']);
    expect(faults.every((fault) => fault.includes('needs PostgreSQL'))).toBe(true);
  });

  it('tells what contradicts each other together with the other faults', () => {
    const faults = faultsOf({ REDIS_URL: 'redis://localhost:6379', PORT: 'http' });
    expect(faults.map(nameOf).sort()).toEqual(['PORT', 'REDIS_URL']);
  });

  it('never tells the value of a faulty variable, which may be a secret', () => {
    const environment = {
      PORT: 'hunter2-in-port',
      DATABASE_URL: 'postgres:/user:hunter2-in-database@host/db',
      REDIS_URL: 'http://:hunter2-in-redis@host',
      REDIS_PREFIX: 'hunter2 in prefix',
      TOKENWRIGHT_BOOTSTRAP_TOKEN: 'hunter2 in token',
      LOG_LEVEL: 'hunter2-in-level',
    };
    const faults = faultsOf(environment);
    expect(faults.map(nameOf).sort()).toEqual(Object.keys(environment).sort());
    expect(new ConfigFault(faults).message).not.toContain('hunter2');
  });
});
