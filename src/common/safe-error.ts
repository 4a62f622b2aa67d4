import { QueryFailedError } from 'typeorm';

/** An error whose message is ours and holds nothing from outside: it may be logged as it is. */
export class SafeError extends Error {
  override readonly name = 'SafeError';
}

/** What a driver says of an error in names of the schema, never in values. */
const fields = ['code', 'table', 'column', 'constraint', 'routine', 'syscall'] as const;

/**
 * What may be said of an error in a log: its class, its code and where in the schema it arose. Its message is left out,
 * since drivers and parsers quote in it what they were given, and that may be a secret.
 */
export function safeMessage(error: unknown): string {
  if (error instanceof SafeError) return error.message;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return `a thrown ${typeof cause}`;
  if (cause instanceof AggregateError && cause.errors.length > 0) return safeMessage(cause.errors[0]);
  // A cluster's client tells of the last node that failed.
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

/** Where it arose: the lines of the stack that name places in the code, without the message before them. */
export function safeStack(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const { message } = error instanceof Error ? error : { message: '' };
  const start = stack.indexOf(message);
  const after = start < 0 ? '' : stack.slice(start + message.length);
  const places = after.split('\n').filter((line) => /^\s+at /.test(line));
  return places.length > 0 ? places.join('\n') : undefined;
}

/** Messages of the clients of the stores that hold no value. */
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

/** Redis begins its errors with a code: `NOAUTH`, `READONLY`, `OOM`; a client of Sentinels quotes the last error. */
function replyCodeOf(message: string | undefined): string[] {
  const [, code] = /^([A-Z]{2,20}) /.exec(message ?? '') ?? [];
  if (code) return [code];
  const [, quoted] =
    /Last error: (?:connect |getaddrinfo )?(E[A-Z_]{3,20}|WRONGPASS|NOAUTH|NOPERM)\b/.exec(message ?? '') ??
    [];
  return quoted ? [quoted] : [];
}
