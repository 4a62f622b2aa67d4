/** Every way in which the core refuses. A dialect words each of them in its own table. */
export type FailureCode =
  | 'bad-request'
  | 'malformed-body'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'headers-too-large'
  | 'request-timeout'
  | 'invalid-input'
  | 'user-not-named'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'unauthenticated'
  | 'login-refused'
  | 'session-expired'
  | 'permission-denied'
  | 'wrong-holder'
  | 'mint-refused'
  | 'ecosystem-not-found'
  | 'user-not-found'
  | 'token-not-found'
  | 'role-not-found'
  | 'user-inactive'
  | 'last-admin'
  | 'conflict'
  | 'precondition-failed'
  | 'request-in-flight'
  | 'idempotency-key-reused'
  | 'rate-limited'
  | 'overloaded'
  | 'unavailable'
  | 'internal';

/** Where in a request a fault lies. */
export type InputPlace = 'body' | 'query' | 'path' | 'header';

/** One fault of the input: `path` is the field’s name, `rule` the name of the rule that it breaks. */
export interface InputIssue {
  place: InputPlace;
  path: string;
  rule: string;
  message: string;
  /** The names and indices that lead to a field within others, which `path` joins by dots. */
  steps?: readonly string[];
}

/** Where a field within others lies: `users.3.email`. */
export function nestedPath(...steps: string[]): Pick<InputIssue, 'path' | 'steps'> {
  return steps.length > 1 ? { path: steps.join('.'), steps } : { path: steps[0] ?? '' };
}

export interface FailureDetail {
  issues?: InputIssue[];
  /** Methods that the path does answer, for `method-not-allowed`. */
  allow?: string[];
  /** The ids that were not found, for `user-not-found`. */
  ids?: string[];
  /** Field whose value is taken, for `conflict`. */
  field?: string;
  /** That value, where the face tells it again. */
  value?: string;
  /** Permission that the caller lacks, for `permission-denied`. */
  permission?: string;
  /** Whether credentials came with the request at all, for `unauthenticated`. */
  presented?: boolean;
  /** Why the presented token is not live, for the operator: no dialect tells it. */
  verdict?: 'unknown' | 'expired' | 'revoked' | 'disabled';
  /** What is wrong, by what was looked at, for the `unavailable` of a health check. */
  checks?: Record<string, string>;
  /** Seconds to wait, for `rate-limited`, `overloaded` and `unavailable`. */
  retryAfter?: number;
}

/** The core's refusal. It knows nothing of HTTP: each dialect turns it into its own status and words. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly detail: FailureDetail = {},
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** A refusal of one field, in the form that the input pipe gives. */
export function invalidField(place: InputPlace, path: string, rule: string, message: string): Failure {
  return invalidInput([{ place, path, rule, message }]);
}

/** Most faults that one answer names. */
const mostIssues = 100;

/** Longest path that an answer repeats, in characters. */
const longestPath = 128;

/** A refusal of these faults at once, or of the first 100 of them. */
export function invalidInput(all: readonly InputIssue[]): Failure {
  const issues = all.slice(0, mostIssues).map(withShortPath);
  const texts = issues.map(({ path, message }) =>
    message.startsWith(path) ? message : `${path}: ${message}`,
  );
  return new Failure('invalid-input', texts.join('; '), { issues });
}

/** The client chose the names of unknown fields, and their length. */
function withShortPath(issue: InputIssue): InputIssue {
  const { path } = issue;
  if (path.length <= longestPath) return issue;
  return { ...issue, path: `${path.slice(0, longestPath)}…`, steps: undefined };
}
