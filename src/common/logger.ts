import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

/** Injection token of the `PinoLogger`. */
export const LOG = Symbol('log');

/** Contexts in which Nest logs each route and module: useful to developers only. */
const wiring = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
]);

/** Contexts that log a failed start, which `main.ts` explains in plain words. */
const failedStart = new Set(['ExceptionHandler', 'TypeOrmModule']);

/** The fields of a line beside level, time and message, with their maximum length in characters. */
const fields: Record<string, number> = {
  ...{ context: 64, stack: 8000 },
  ...{ requestId: 128, ecosystem: 64, holder: 16, tokenId: 36, userId: 128, address: 45 },
  ...{ dialect: 16, method: 8, route: 200, verdict: 16, status: 0, durationMs: 0 },
};
const longestMessage = 2000;

/** Characters beyond those that JSON escapes that end a line or move the cursor in some readers. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Writes JSON lines to standard output, or to another stream. Only the fields that are named here are written: no header, no
 * body, no secret. No text breaks out of its line.
 */
export function createLogger(level: string, destination?: DestinationStream): PinoLogger {
  const options = {
    level,
    base: { service: 'tokenwright' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: onlyNamed },
    hooks: {
      streamWrite: (line: string) =>
        line.replace(unsafe, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

function onlyNamed(line: Record<string, unknown>): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const [field, longest] of Object.entries(fields)) {
    const value = line[field];
    if (typeof value === 'string') named[field] = cut(value, longest);
    else if (typeof value === 'number') named[field] = value;
  }
  return named;
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The lines that name places in the code; the error's message stands before them. */
function placesIn(stack: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined;
  return stack
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line))
    .join('\n');
}

/** Nest's own logging, written as the same lines. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: PinoLogger) {}

  log(message: unknown, context?: string): void {
    const line = { context };
    if (context && wiring.has(context)) this.pino.debug(line, textOf(message));
    else this.pino.info(line, textOf(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    const line = { context, stack: rest.length > 1 ? placesIn(rest[0]) : undefined };
    if (failedStart.has(String(context))) this.pino.debug(line, textOf(message));
    else this.pino.error(line, textOf(message));
  }

  fatal(message: unknown, context?: string): void {
    this.pino.fatal({ context }, textOf(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, textOf(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, textOf(message));
  }

  verbose(message: unknown, context?: string): void {
    this.pino.trace({ context }, textOf(message));
  }
}

function textOf(message: unknown): string {
  return cut(String(message), longestMessage);
}
