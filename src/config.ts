import { plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  validateSync,
} from 'class-validator';
import {
  number,
  type RateLimitConfig,
  RateLimitEnvironment,
  rateLimitsOf,
  trustedProxiesOf,
} from './rate-limit-config.js';

/** The environment variables that Tokenwright reads; `.env` files are the shell's business. */
class Environment extends RateLimitEnvironment {
  @IsString()
  @IsNotEmpty({ message: 'must not be empty' })
  HOST = 'localhost';

  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(0, { message: 'must not be negative' })
  @Max(65535, { message: 'must be at most 65535' })
  PORT = 3000;

  @Matches(/^(sqlite:.+|postgres(ql)?:\/\/\S+)$/, {
    message: 'must be sqlite:<path of a file> or postgres://user:password@host:port/database',
  })
  DATABASE_URL = 'sqlite:data/tokenwright.sqlite';

  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(2, { message: 'must be at least 2' })
  @Max(1000, { message: 'must be at most 1000' })
  DATABASE_POOL_SIZE = 10;

  @IsOptional()
  @Matches(/^(rediss?|rediss?-sentinel|rediss?-cluster):\/\/\S+$/, {
    message:
      'must be redis://host:port, redis-sentinel://host:port,host:port/NAME or redis-cluster://host:port,host:port; rediss… for TLS',
  })
  REDIS_URL?: string;

  @Matches(/^[A-Za-z0-9:._-]{1,64}$/, { message: 'must be 1 to 64 characters of A-Z a-z 0-9 : . _ -' })
  REDIS_PREFIX = 'tokenwright:';

  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(256, { message: 'must be at most 256' })
  WORKERS = 1;

  @IsOptional()
  @Matches(/^[A-Za-z0-9._~+/=-]{32,256}$/, {
    message: 'must be 32 to 256 characters of A-Z a-z 0-9 . _ ~ + / = -',
  })
  TOKENWRIGHT_BOOTSTRAP_TOKEN?: string;

  @IsOptional()
  @IsString()
  CREATE_TOKENS_FOR_USERS?: string;

  @IsOptional()
  @IsNotEmpty({ message: 'must not be empty: unset it to turn the 8.x form off' })
  CREATE_TOKENS_FOR_USERS_SECRET?: string;

  @IsIn(['Public', 'Disabled'], { message: 'must be Public or Disabled' })
  ACCOUNTS_REGISTRATION_FORM = 'Disabled';
  @IsOptional()
  @Matches(/^https?:\/\/[^\s/]\S*$/, { message: 'must be an address that begins with http:// or https://' })
  SFOX_VERIFICATION_URL?: string;

  @number()
  @IsInt({ message: 'must be a whole number of days' })
  @Min(1, { message: 'must be at least 1 day' })
  @Max(3650, { message: 'must be at most 3650 days' })
  LOGIN_EXPIRATION_DAYS = 90;

  @number()
  @IsInt({ message: 'must be a whole number of days' })
  @Min(1, { message: 'must be at least 1 day' })
  @Max(3650, { message: 'must be at most 3650 days' })
  RETENTION_DAYS = 30;

  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(1000, { message: 'must be at least 1000' })
  @Max(10_000_000, { message: 'must be at most 10000000' })
  SESSION_CACHE_SIZE = 100_000;

  @number()
  @IsInt({ message: 'must be a whole number of seconds' })
  @Min(1, { message: 'must be at least 1 second' })
  @Max(300, { message: 'must be at most 300 seconds' })
  REQUEST_TIMEOUT = 30;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'must be one of fatal, error, warn, info, debug, trace, silent',
  })
  LOG_LEVEL = 'info';
}

/** Injection token of the `Config`. */
export const CONFIG = Symbol('config');

/** The checked configuration. Lengths of time carry their unit in the name. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  /** Connections to PostgreSQL that one process holds at the most. */
  readonly databasePoolSize: number;
  /** Where the session cache is, when it is on Redis. */
  readonly redisUrl: string | undefined;
  /** With what every key in Redis begins. */
  readonly redisPrefix: string;
  /** How many processes serve the one port. */
  readonly workers: number;
  /** Secret of the first account token; a random one is made when it is absent. */
  readonly bootstrapToken: string | undefined;
  /** Rocket.Chat 2.1–7.x: exactly `true` or `yes` opens `users.createToken` (WIRE §1.1). */
  readonly createTokensForUsers: boolean;
  /** Rocket.Chat 8.x: the text that the body's `secret` must equal; turns the 8.x form on. */
  readonly createTokensForUsersSecret: string | undefined;
  /** Whether anybody may make a user of their own by Rocket.Chat's `users.register`. */
  readonly registrationIsPublic: boolean;
  /** Program of the operator's that sends sFOX's verification codes to the users. */
  readonly sfoxVerificationUrl: string | undefined;
  readonly loginExpirationMs: number;
  /** How long a dead token's row is kept before the pruner takes it. */
  readonly retentionMs: number;
  /** How many sessions the in-process cache holds. */
  readonly sessionCacheSize: number;
  readonly rateLimits: RateLimitConfig;
  /** Proxies whose `X-Forwarded-For` is believed: addresses and networks. */
  readonly trustedProxies: string[] | undefined;
  /** How long a client may take to send a request. */
  readonly requestTimeoutMs: number;
  readonly logLevel: string;
}

/** All faults of the environment, told at once. */
export class ConfigFault extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigFault';
  }
}

const day = 24 * 60 * 60 * 1000;

/** @throws ConfigFault naming every faulty variable, never its value */
export function loadConfig(source: NodeJS.ProcessEnv): Config {
  const known = Object.keys(new Environment());
  const optional = [
    'REDIS_URL',
    'TOKENWRIGHT_BOOTSTRAP_TOKEN',
    'CREATE_TOKENS_FOR_USERS',
    'CREATE_TOKENS_FOR_USERS_SECRET',
    'SFOX_VERIFICATION_URL',
  ];
  const given = [...known, ...optional].filter((name) => source[name] !== undefined);
  const values = Object.fromEntries(given.map((name) => [name, source[name]]));
  const environment = plainToInstance(Environment, values, { exposeDefaultValues: true });
  const faults = validateSync(environment).map(
    (error) => `${error.property} ${Object.values(error.constraints ?? {}).join(', ')}`,
  );
  // A variable that is faulty by itself is told once.
  faults.push(
    ...contradictions(environment).filter(
      (text) => !faults.some((fault) => firstWord(fault) === firstWord(text)),
    ),
  );
  if (faults.length > 0) throw new ConfigFault(faults);
  return Object.freeze({
    host: environment.HOST,
    port: environment.PORT,
    databaseUrl: environment.DATABASE_URL,
    databasePoolSize: environment.DATABASE_POOL_SIZE,
    redisUrl: environment.REDIS_URL,
    redisPrefix: environment.REDIS_PREFIX,
    workers: environment.WORKERS,
    bootstrapToken: environment.TOKENWRIGHT_BOOTSTRAP_TOKEN,
    createTokensForUsers: ['true', 'yes'].includes(environment.CREATE_TOKENS_FOR_USERS ?? ''),
    createTokensForUsersSecret: environment.CREATE_TOKENS_FOR_USERS_SECRET,
    registrationIsPublic: environment.ACCOUNTS_REGISTRATION_FORM === 'Public',
    sfoxVerificationUrl: environment.SFOX_VERIFICATION_URL,
    loginExpirationMs: environment.LOGIN_EXPIRATION_DAYS * day,
    retentionMs: environment.RETENTION_DAYS * day,
    sessionCacheSize: environment.SESSION_CACHE_SIZE,
    rateLimits: rateLimitsOf(environment),
    trustedProxies: trustedProxiesOf(environment),
    requestTimeoutMs: environment.REQUEST_TIMEOUT * 1000,
    logLevel: environment.LOG_LEVEL,
  });
}

/** What each variable may be by itself, but not together. */
function contradictions({ DATABASE_URL, REDIS_URL, WORKERS }: Environment): string[] {
  if (!DATABASE_URL.startsWith('sqlite:')) return [];
  const faults: string[] = [];
  if (REDIS_URL) {
    faults.push('REDIS_URL needs PostgreSQL: a SQLite file belongs to one process, which caches by itself');
  }
  if (WORKERS > 1) faults.push('WORKERS above 1 needs PostgreSQL: a SQLite file belongs to one process');
  return faults;
}

function firstWord(text: string): string {
  return text.split(' ', 1)[0]!;
}
