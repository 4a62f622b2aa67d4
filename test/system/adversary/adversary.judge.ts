import type { DialectName } from '../../../src/dialects/dialect.js';
import { dialectFor, pathOf } from '../../../src/dialects/registry.js';
import { demandDocumented, operationOf } from '../../support/conformance.js';
import type { Attack } from './adversary.attacks.js';
import type { RawAnswer } from '../../support/raw-client.js';

/** What every refusal of a dialect has, also where no operation is documented. */
const envelopes: Record<DialectName, (body: Record<string, unknown>) => boolean> = {
  // To OAuth's clients it answers as RFC 6749 §5.2 says.
  native: ({ code, title, status, error, error_description }) =>
    (!!code && !!title && typeof status === 'number') || (!!error && typeof error_description === 'string'),
  strigo: ({ result, error }) => result === 'failure' && typeof error === 'object',
  sfox: ({ error }) => typeof error === 'string',
  // Without a token the original has words of another form (docs/wire.md#credentials).
  rocketchat: ({ success, error, status, message }) =>
    (success === false && typeof error === 'string') || (status === 'error' && typeof message === 'string'),
  // Of a `meta` that is not as it should be the original says no more than a type (docs/wire.md#refusals-of-droplit).
  droplit: ({ errorType, errors }) =>
    typeof errorType === 'string' && (Array.isArray(errors) || errorType === 'Internal Server Error'),
};

const inside = /\bat [^"\n]+:\d+:\d+|node_modules|SQLITE_|SqliteError|QueryFailed|syntax error|relation "/;

/** What is wrong with an answer, in words; undefined when nothing is. `isOther`: whether the store changed. */
export function faultOf(
  { method, target, isDead }: Attack,
  answer: RawAnswer | undefined,
  isOther: boolean,
): string | undefined {
  // Nobody asks us for a tunnel: Node hangs up.
  if (!answer) return method === 'CONNECT' && !isOther ? undefined : 'is not answered';
  const { status, headers, text } = answer;
  // The tests' clock stands where the database's does not: a reason not to be ready.
  const isUnready = status === 503 && pathOf(target).startsWith('/health/ready');
  if (status >= 500 && !isUnready) return `is answered with ${status}`;
  if (status >= 400 && isOther) return `is refused with ${status}, and changed the store`;
  if (inside.test(text)) return 'is told of our inside';
  if (headers.get('x-content-type-options') !== 'nosniff' || !headers.has('cache-control')) {
    return 'is answered without the headers of every answer';
  }
  const operation = operationOf(method, target);
  if (isDead && status < 400 && operation && operation.json.security.length > 0) {
    return 'lets in who is nobody';
  }
  // What cannot be read as HTTP is no operation's; it is refused in its dialect's words all the same.
  const isUnread = status === 431 || (status === 400 && headers.get('connection') === 'close');
  try {
    if (!isUnread)
      demandDocumented(method, target, { status, type: headers.get('content-type') ?? null, text });
  } catch (error) {
    return (error as Error).message;
  }
  if (status < 400 || method === 'HEAD') return undefined;
  const { name } = dialectFor(pathOf(target));
  // What cannot be read may be refused before the address has come.
  if (isUnread && isWorded('native', text)) return undefined;
  return isWorded(name, text) ? undefined : `is refused in other words than those of ${name}`;
}

function isWorded(name: DialectName, text: string): boolean {
  try {
    return envelopes[name](JSON.parse(text));
  } catch {
    return false;
  }
}
