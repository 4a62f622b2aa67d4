import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  validateSync,
  getMetadataStorage,
} from 'class-validator';
import { type OperationsConfig, OperationsEnvironment, operationsOf } from './operations-environment.js';
import { number, type RateLimitConfig, rateLimitsOf, trustedProxiesOf } from './rate-limit-environment.js';
import { readableUrl } from './url-rule.js';

/** The environment variables of Tokenwright. The shell loads `.env` files. */
class Environment extends OperationsEnvironment {
  @IsString()
  HOST = 'localhost';

  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(0, { message: 'must not be negative' })
  @Max(65535, { message: 'must be at most 65535' })
  PORT = 3000;

  @Matches(/^(sqlite:.+|postgres(ql)?:\/\/\S+)$/, {
    message: 'must be sqlite:<path of a file> or postgres://user:password@host:port/database',
  })
  @readableUrl()
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
  @readableUrl()
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
  @IsString()
  CREATE_TOKENS_FOR_USERS_SECRET?: string;

  @IsIn(['Public', 'Disabled'], { message: 'must be Public or Disabled' })
  ACCOUNTS_REGISTRATION_FORM = 'Disabled';

  @IsOptional()
  @Matches(/^https?:\/\/[^\s/]\S*$/, { message: 'must be an address that begins with http:// or https://' })
  @readableUrl()
  SFOX_VERIFICATION_URL?: string;

  @number()
  @IsInt({ message: 'must be a whole number of days' })
  @Min(1, { message: 'must be at least 1 day' })
  @Max(3650, { message: 'must be at most 3650 days' })
  LOGIN_EXPIRATION_DAYS = 90;

  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(128, { message: 'must be at most 128' })
  PASSWORD_MIN_LENGTH = 8;

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
}

/** Variables that may hold a secret. Each can come from a file instead: `NAME_FILE` holds its path. */
const secrets: readonly (keyof Environment)[] = [
  'DATABASE_URL',
  'REDIS_URL',
  'TOKENWRIGHT_BOOTSTRAP_TOKEN',
  'CREATE_TOKENS_FOR_USERS_SECRET',
  'SFOX_VERIFICATION_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];

export const variables: readonly string[] = [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(Environment, '', false, false)
      .map(({ propertyName }) => propertyName),
  ),
];

export const fileVariables: readonly string[] = secrets.map((name) => `${name}_FILE`);

/** Injection token of the `Config`. */
export const CONFIG = Symbol('config');

/** The validated configuration. Durations carry their unit in the name. */
export interface Config extends OperationsConfig {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  readonly redisUrl: string | undefined;
  /** Prefix of every key in Redis. */
  readonly redisPrefix: string;
  readonly workers: number;
  /** Secret of the first account token. Generated when absent. */
  readonly bootstrapToken: string | undefined;
  /** Rocket.Chat 2.1–7.x: only `true` or `yes` enables `users.createToken`. */
  readonly createTokensForUsers: boolean;
  /** Rocket.Chat 8.x: the value that `secret` in the body must equal. Setting it selects the 8.x behaviour. */
  readonly createTokensForUsersSecret: string | undefined;
  /** Whether anybody may register by Rocket.Chat's `users.register`. */
  readonly registrationIsPublic: boolean;
  /** The operator's endpoint that delivers sFOX verification codes to users. */
  readonly sfoxVerificationUrl: string | undefined;
  readonly loginExpirationMs: number;
  /** Minimum password length. Natively it is never below 8. */
  readonly passwordMinLength: number;
  /** How long the row of a dead token is kept. */
  readonly retentionMs: number;
  /** Maximum sessions in the in-process cache. */
  readonly sessionCacheSize: number;
  readonly rateLimits: RateLimitConfig;
  /** Proxies whose `X-Forwarded-For` is trusted: addresses and networks. */
  readonly trustedProxies: string[] | undefined;
}

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
  const { values, faults } = given(source);
  const environment = plainToInstance(Environment, values, { exposeDefaultValues: true });
  for (const { property, constraints } of validateSync(environment)) {
    faults.push(`${property} ${Object.values(constraints ?? {}).join(', ')}`);
  }
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
    passwordMinLength: environment.PASSWORD_MIN_LENGTH,
    retentionMs: environment.RETENTION_DAYS * day,
    sessionCacheSize: environment.SESSION_CACHE_SIZE,
    rateLimits: rateLimitsOf(environment),
    trustedProxies: trustedProxiesOf(environment),
    ...operationsOf(environment),
  });
}

/** Reads the variables, some from files. An empty variable counts as unset. */
function given(source: NodeJS.ProcessEnv): { values: Record<string, string>; faults: string[] } {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of variables) if (source[name]) values[name] = source[name];
  for (const name of secrets) {
    const path = source[`${name}_FILE`];
    if (!path) continue;
    if (values[name] !== undefined) faults.push(`${name}_FILE and ${name} are both set: unset one of them`);
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (text) values[name] = text;
      else faults.push(`${name}_FILE names an empty file`);
    } catch (error) {
      faults.push(`${name}_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  return { values, faults };
}

/** Combinations that are invalid although each variable is valid. */
function contradictions({ DATABASE_URL, REDIS_URL, WORKERS, PORT, METRICS_PORT }: Environment): string[] {
  const faults: string[] = [];
  if (METRICS_PORT === PORT) faults.push('METRICS_PORT must be another one than PORT');
  if (!DATABASE_URL.startsWith('sqlite:')) return faults;
  if (REDIS_URL) {
    faults.push('REDIS_URL needs PostgreSQL: a SQLite file belongs to one process, which caches by itself');
  }
  if (WORKERS > 1) faults.push('WORKERS above 1 needs PostgreSQL: a SQLite file belongs to one process');
  return faults;
}

function firstWord(text: string): string {
  return text.split(' ', 1)[0]!;
}
