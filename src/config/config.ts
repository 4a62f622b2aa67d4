import { readFileSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import { Environment, type RequestLogging, secretVariables } from './environment.js';
import { proxiesIn } from './rules.js';

/** Environment variables that a dialect declares. */
export interface EnvironmentPart {
  /** A class with a default and a class-validator rule for each variable. */
  readonly variables: Type<object>;
  /** Variables that may be the path of a file instead, under their name and `_FILE`. */
  readonly secrets?: readonly string[];
}

/** Limits in requests a minute; 0 for no limit. */
export interface RateLimitConfig {
  /** Of each token, except for verification. */
  readonly perKey: number;
  /** Of each address that presents a token or signs in, except for verification. */
  readonly perAddress: number;
  /** Of each token, to verify others or itself. */
  readonly verification: number;
  /** Failed authentications of each address. */
  readonly failedAuth: number;
  /** Whether each vendor's own quota replaces `perKey` on its paths. */
  readonly vendorQuotas: boolean;
}

/** Injection token of the `Config`. */
export const CONFIG = Symbol('config');

/** The checked configuration. Lengths of time carry their unit in the name. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Processes that serve the one port. */
  readonly workers: number;
  readonly databaseUrl: string;
  /** Maximum connections to PostgreSQL of one process. */
  readonly databasePoolSize: number;
  /** How long the row of a dead token is kept. */
  readonly retentionMs: number;
  /** The session cache, when it is on Redis. */
  readonly redisUrl: string | undefined;
  /** Prefix of every key in Redis. */
  readonly redisPrefix: string;
  /** Sessions that the in-process cache holds. */
  readonly sessionCacheSize: number;
  /** Secret of the first account token; a random one is made when it is absent. */
  readonly bootstrapToken: string | undefined;
  /** Whether anyone may register, in an ecosystem that does not say. */
  readonly registrationIsPublic: boolean;
  readonly loginExpirationMs: number;
  /** Minimum characters of a password; natively at least 8 in any case. */
  readonly passwordMinLength: number;
  readonly rateLimits: RateLimitConfig;
  /** Proxies whose `X-Forwarded-For` is trusted: addresses and networks. */
  readonly trustedProxies: string[] | undefined;
  /** How long a client may take to send a request. */
  readonly requestTimeoutMs: number;
  /** Maximum bytes of bodies that a process holds. */
  readonly requestMemoryBytes: number;
  /** Queue wait from which requests are shed; 0 for never. */
  readonly overloadWaitMs: number;
  /** How long requests are still accepted after a signal to stop. */
  readonly shutdownDelayMs: number;
  readonly logLevel: string;
  readonly requestLog: RequestLogging;
  /** Where metrics are served without a token; undefined for nowhere. */
  readonly metricsAt: { readonly host: string; readonly port: number } | undefined;
  /** Where traces are sent by OTLP over HTTP; undefined for no traces. */
  readonly tracesUrl: string | undefined;
  /** The variables of dialects, by the class that declares them: `dialectVariables` reads them. */
  readonly dialects: ReadonlyMap<Type<object>, object>;
}

/** All faults of the environment at once. */
export class ConfigFault extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigFault';
  }
}

const day = 24 * 60 * 60 * 1000;

/** Every variable that is read; each has a rule. */
export function variablesOf(parts: readonly EnvironmentPart[]): readonly string[] {
  return [Environment, ...parts.map(({ variables }) => variables)].flatMap(namesIn);
}

/** The variables that name a file instead. */
export function fileVariablesOf(parts: readonly EnvironmentPart[]): readonly string[] {
  return secretsOf(parts).map((name) => `${name}_FILE`);
}

/** @throws ConfigFault naming every faulty variable, never its value */
export function readConfig(source: NodeJS.ProcessEnv, parts: readonly EnvironmentPart[]): Config {
  const { values, faults } = valuesIn(source, parts);
  const check = <Variables extends object>(declared: Type<Variables>): Variables => {
    const known = new Set(namesIn(declared));
    const own = Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)));
    const checked = plainToInstance(declared, own, { exposeDefaultValues: true });
    for (const { property, constraints } of validateSync(checked)) {
      faults.push(`${property} ${Object.values(constraints ?? {}).join(', ')}`);
    }
    return Object.freeze(checked);
  };
  const environment = check(Environment);
  const dialects = new Map(parts.map(({ variables }) => [variables, check(variables)]));
  // A variable that is faulty by itself is named once.
  const named = new Set(faults.map(firstWord));
  faults.push(...contradictions(environment).filter((text) => !named.has(firstWord(text))));
  if (faults.length > 0) throw new ConfigFault(faults);
  return configFrom(environment, dialects);
}

/** The variables that a dialect declares; the defaults where nothing was read. */
export function dialectVariables<Variables extends object>(
  config: Pick<Config, 'dialects'>,
  declared: Type<Variables>,
): Variables {
  return (config.dialects.get(declared) as Variables | undefined) ?? new declared();
}

function configFrom(environment: Environment, dialects: Config['dialects']): Config {
  const { METRICS_HOST: host, METRICS_PORT: port, TRUST_PROXY, OTEL_EXPORTER_OTLP_ENDPOINT } = environment;
  return Object.freeze({
    host: environment.HOST,
    port: environment.PORT,
    workers: environment.WORKERS,
    databaseUrl: environment.DATABASE_URL,
    databasePoolSize: environment.DATABASE_POOL_SIZE,
    retentionMs: environment.RETENTION_DAYS * day,
    redisUrl: environment.REDIS_URL,
    redisPrefix: environment.REDIS_PREFIX,
    sessionCacheSize: environment.SESSION_CACHE_SIZE,
    bootstrapToken: environment.TOKENWRIGHT_BOOTSTRAP_TOKEN,
    registrationIsPublic: environment.ACCOUNTS_REGISTRATION_FORM === 'Public',
    loginExpirationMs: environment.LOGIN_EXPIRATION_DAYS * day,
    passwordMinLength: environment.PASSWORD_MIN_LENGTH,
    rateLimits: rateLimitsFrom(environment),
    trustedProxies: TRUST_PROXY === '' ? undefined : proxiesIn(TRUST_PROXY),
    requestTimeoutMs: environment.REQUEST_TIMEOUT * 1000,
    requestMemoryBytes: environment.REQUEST_MEMORY * 1024 * 1024,
    overloadWaitMs: environment.OVERLOAD_WAIT,
    shutdownDelayMs: environment.SHUTDOWN_DELAY * 1000,
    logLevel: environment.LOG_LEVEL,
    requestLog: environment.REQUEST_LOG,
    metricsAt: port === undefined ? undefined : Object.freeze({ host, port }),
    // In OpenTelemetry the endpoint is the base of the addresses of the signals.
    tracesUrl: OTEL_EXPORTER_OTLP_ENDPOINT && `${OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`,
    dialects,
  });
}

function rateLimitsFrom(environment: Environment): RateLimitConfig {
  const isOn = environment.RATE_LIMITS === 'on';
  return Object.freeze({
    perKey: isOn ? environment.RATE_LIMIT_PER_KEY : 0,
    perAddress: isOn ? environment.RATE_LIMIT_PER_ADDRESS : 0,
    verification: isOn ? environment.RATE_LIMIT_VERIFICATION : 0,
    failedAuth: isOn ? environment.RATE_LIMIT_FAILED_AUTH : 0,
    vendorQuotas: isOn && environment.VENDOR_RATE_LIMITS === 'on',
  });
}

function namesIn(declared: Type<object>): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(declared, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

function secretsOf(parts: readonly EnvironmentPart[]): string[] {
  return [...secretVariables, ...parts.flatMap(({ secrets }) => secrets ?? [])];
}

/** The values of the variables, some of them from files. An empty variable counts as not set. */
function valuesIn(
  source: NodeJS.ProcessEnv,
  parts: readonly EnvironmentPart[],
): { values: Record<string, string>; faults: string[] } {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of variablesOf(parts)) if (source[name]) values[name] = source[name];
  for (const name of secretsOf(parts)) {
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

/** Values that are valid by themselves, but not together. */
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
