import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { number, RateLimitEnvironment } from './rate-limit-environment.js';
import { readableUrl } from './url-rule.js';

export type RequestLogging = 'off' | 'changes' | 'all';

/** Variables for what the operator observes and limits. */
export class OperationsEnvironment extends RateLimitEnvironment {
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'must be one of fatal, error, warn, info, debug, trace, silent',
  })
  LOG_LEVEL = 'info';

  @number()
  @IsInt({ message: 'must be a whole number of seconds' })
  @Min(1, { message: 'must be at least 1 second' })
  @Max(300, { message: 'must be at most 300 seconds' })
  REQUEST_TIMEOUT = 30;

  @number()
  @IsInt({ message: 'must be a whole number of seconds' })
  @Min(0, { message: 'must not be negative' })
  @Max(300, { message: 'must be at most 300 seconds' })
  SHUTDOWN_DELAY = 0;

  @number()
  @IsInt({ message: 'must be a whole number of milliseconds' })
  @Min(0, { message: 'must not be negative' })
  @Max(10_000, { message: 'must be at most 10000 milliseconds' })
  OVERLOAD_WAIT = 500;

  @number()
  @IsInt({ message: 'must be a whole number of MiB' })
  @Min(16, { message: 'must be at least 16 MiB' })
  @Max(4096, { message: 'must be at most 4096 MiB' })
  REQUEST_MEMORY = 64;

  @IsIn(['off', 'changes', 'all'], { message: 'must be off, changes or all' })
  REQUEST_LOG: RequestLogging = 'off';

  @IsString()
  METRICS_HOST = 'localhost';

  @IsOptional()
  @number()
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(65535, { message: 'must be at most 65535' })
  METRICS_PORT?: number;

  @IsOptional()
  @Matches(/^https?:\/\/[^\s/]\S*$/, { message: 'must be an address that begins with http:// or https://' })
  @readableUrl()
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
}

export interface OperationsConfig {
  readonly logLevel: string;
  readonly requestLog: RequestLogging;
  /** Maximum time for a client to send a request. */
  readonly requestTimeoutMs: number;
  /** How long the service keeps accepting requests after a stop signal. */
  readonly shutdownDelayMs: number;
  /** Memory for request bodies in one process, in bytes. The default holds eight bodies of maximum size. */
  readonly requestMemoryBytes: number;
  /** Queue wait above which requests are refused. 0 disables load shedding. */
  readonly overloadWaitMs: number;
  /** Address of the metrics port, which needs no token; undefined without one. */
  readonly metricsAt: { readonly host: string; readonly port: number } | undefined;
  /** OTLP/HTTP endpoint for traces; undefined without tracing. */
  readonly tracesUrl: string | undefined;
}

export function operationsOf(environment: OperationsEnvironment): OperationsConfig {
  const {
    LOG_LEVEL,
    REQUEST_LOG,
    REQUEST_TIMEOUT,
    SHUTDOWN_DELAY,
    REQUEST_MEMORY,
    OVERLOAD_WAIT,
    METRICS_HOST,
    METRICS_PORT,
    OTEL_EXPORTER_OTLP_ENDPOINT,
  } = environment;
  return {
    logLevel: LOG_LEVEL,
    requestLog: REQUEST_LOG,
    requestTimeoutMs: REQUEST_TIMEOUT * 1000,
    shutdownDelayMs: SHUTDOWN_DELAY * 1000,
    requestMemoryBytes: REQUEST_MEMORY * 1024 * 1024,
    overloadWaitMs: OVERLOAD_WAIT,
    metricsAt:
      METRICS_PORT === undefined ? undefined : Object.freeze({ host: METRICS_HOST, port: METRICS_PORT }),
    // OpenTelemetry defines the variable as the base of each signal's URL.
    tracesUrl: OTEL_EXPORTER_OTLP_ENDPOINT && `${OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`,
  };
}
