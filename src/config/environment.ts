import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { httpUrl, onOrOff, perMinute, proxies, whole } from './rules.js';
import { readableUrl } from './url-rule.js';

/** The requests that leave a line in the log: none, those that may change something, or all. */
export type RequestLogging = 'off' | 'changes' | 'all';

/** The environment variables that every deployment may set; a dialect adds its own (`Dialect.environment`). */
export class Environment {
  @IsString()
  HOST = 'localhost';

  @whole(0, 65_535)
  PORT = 3000;

  @whole(1, 256)
  WORKERS = 1;

  @Matches(/^(sqlite:.+|postgres(ql)?:\/\/\S+)$/, {
    message: 'must be sqlite:<path of a file> or postgres://user:password@host:port/database',
  })
  @readableUrl()
  DATABASE_URL = 'sqlite:data/tokenwright.sqlite';

  @whole(2, 1000)
  DATABASE_POOL_SIZE = 10;

  @whole(1, 3650, 'days')
  RETENTION_DAYS = 30;

  @IsOptional()
  @Matches(/^(rediss?|rediss?-sentinel|rediss?-cluster):\/\/\S+$/, {
    message:
      'must be redis://host:port, redis-sentinel://host:port,host:port/NAME or redis-cluster://host:port,host:port; rediss… for TLS',
  })
  @readableUrl()
  REDIS_URL?: string;

  @Matches(/^[A-Za-z0-9:._-]{1,64}$/, { message: 'must be 1 to 64 characters of A-Z a-z 0-9 : . _ -' })
  REDIS_PREFIX = 'tokenwright:';

  @whole(1000, 10_000_000)
  SESSION_CACHE_SIZE = 100_000;

  @IsOptional()
  @Matches(/^[A-Za-z0-9._~+/=-]{32,256}$/, {
    message: 'must be 32 to 256 characters of A-Z a-z 0-9 . _ ~ + / = -',
  })
  TOKENWRIGHT_BOOTSTRAP_TOKEN?: string;

  @IsIn(['Public', 'Disabled'], { message: 'must be Public or Disabled' })
  ACCOUNTS_REGISTRATION_FORM = 'Disabled';

  @whole(1, 3650, 'days')
  LOGIN_EXPIRATION_DAYS = 90;

  @whole(1, 128)
  PASSWORD_MIN_LENGTH = 8;

  @onOrOff()
  RATE_LIMITS = 'on';

  @perMinute()
  RATE_LIMIT_PER_KEY = 60_000;

  @perMinute()
  RATE_LIMIT_PER_ADDRESS = 0;

  @perMinute()
  RATE_LIMIT_VERIFICATION = 0;

  @perMinute()
  RATE_LIMIT_FAILED_AUTH = 30;

  @onOrOff()
  VENDOR_RATE_LIMITS = 'off';

  @proxies()
  TRUST_PROXY = '';

  @whole(1, 300, 'seconds')
  REQUEST_TIMEOUT = 30;

  @whole(16, 4096, 'MiB')
  REQUEST_MEMORY = 64;

  @whole(0, 10_000, 'milliseconds')
  OVERLOAD_WAIT = 500;

  @whole(0, 300, 'seconds')
  SHUTDOWN_DELAY = 0;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'must be one of fatal, error, warn, info, debug, trace, silent',
  })
  LOG_LEVEL = 'info';

  @IsIn(['off', 'changes', 'all'], { message: 'must be off, changes or all' })
  REQUEST_LOG: RequestLogging = 'off';

  @IsString()
  METRICS_HOST = 'localhost';

  @IsOptional()
  @whole(1, 65_535)
  METRICS_PORT?: number;

  @IsOptional()
  @httpUrl()
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
}

/** Variables that are a secret or may hold one: each may be the path of a file instead, under its name and `_FILE`. */
export const secretVariables: readonly (keyof Environment)[] = [
  'DATABASE_URL',
  'REDIS_URL',
  'TOKENWRIGHT_BOOTSTRAP_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];
