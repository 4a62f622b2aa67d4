import { QueryFailedError } from 'typeorm';

/** An error whose message is ours and holds no text from outside, so that it may be logged. */
export class SafeError extends Error {
  override readonly name = 'SafeError';
}

/** Fields of a driver's error that hold names of the schema, never values. */
const fields = ['code', 'table', 'column', 'constraint', 'routine', 'syscall'] as const;

/**
 * The loggable part of an error: its class, its code and its place in the schema. The message is left out, because drivers and
 * parsers quote their input in it, which may be a secret.
 */
export function safeMessage(error: unknown): string {
  if (error instanceof SafeError) return error.message;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return `a thrown ${typeof cause}`;
  if (cause instanceof AggregateError && cause.errors.length > 0) return safeMessage(cause.errors[0]);
  // The client of a cluster reports the last node that failed.
  const { lastNodeError } = cause as { lastNodeError?: unknown };
  if (lastNodeError) return safeMessage(lastNodeError);
  const { message } = cause as Partial<Error>;
  const named = fields.flatMap((field) => {
    const value = (cause as Record<string, unknown>)[field];
    return typeof value === 'string' && isName(value) ? [`${field} ${value}`] : [];
  });
  const known = fixed.find((text) => message?.includes(text));
  return [nameOf(cause), ...named, ...replyCodeOf(message), ...(known ? [known] : [])].join(', ');
}

/** The lines of the stack that name places in the code, without the message before them. */
export function safeStack(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const { message } = error instanceof Error ? error : { message: '' };
  const start = stack.indexOf(message);
  const after = start < 0 ? '' : stack.slice(start + message.length);
  const places = after.split('\n').filter((line) => /^\s+at /.test(line));
  return places.length > 0 ? places.join('\n') : undefined;
}

/** Messages of store clients that hold no value. */
const fixed = [
  'Connection terminated',
  'Connection is closed',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client was closed',
  'Command timed out',
];

const isName = (text: string) => /^[A-Za-z0-9_]{1,64}$/.test(text);

function nameOf(cause: object): string {
  const name = cause.constructor?.name;
  return name && isName(name) ? name : 'Error';
}

/** Redis starts its errors with a code: `NOAUTH`, `READONLY`, `OOM`. A client of Sentinels quotes the last error. */
function replyCodeOf(message: string | undefined): string[] {
  const [, code] = /^([A-Z]{2,20}) /.exec(message ?? '') ?? [];
  if (code) return [code];
  const [, quoted] =
    /Last error: (?:connect |getaddrinfo )?(E[A-Z_]{3,20}|WRONGPASS|NOAUTH|NOPERM)\b/.exec(message ?? '') ??
    [];
  return quoted ? [quoted] : [];
}
