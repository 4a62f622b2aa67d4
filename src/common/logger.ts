import type { LoggerService } from '@nestjs/common';
import { type Logger as PinoLogger, pino } from 'pino';

/** Contexts in which Nest tells of each route and module it wires: of use to the developer only. */
const wiring = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
]);

/** Contexts that tell of a failed start, of which `main.ts` tells in plain words. */
const failedStart = new Set(['ExceptionHandler', 'TypeOrmModule']);

/** JSON lines on standard output. Only what is named here is ever written: no header, no body, no secret. */
export function createLogger(level: string): PinoLogger {
  return pino({ level, base: { service: 'tokenwright' }, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Nest's own logging, led into the same lines. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: PinoLogger) {}

  log(message: unknown, context?: string): void {
    const line = { context };
    if (context && wiring.has(context)) this.pino.debug(line, String(message));
    else this.pino.info(line, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    const line = { context, stack: rest.length > 1 ? rest[0] : undefined };
    if (failedStart.has(String(context))) this.pino.debug(line, String(message));
    else this.pino.error(line, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.pino.trace({ context }, String(message));
  }
}
