/** Every refusal of the core. Each dialect maps all of them to responses. */
export type FailureCode =
  | 'bad-request'
  | 'malformed-body'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'headers-too-large'
  | 'request-timeout'
  | 'invalid-input'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'unauthenticated'
  | 'login-refused'
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

/** A refusal that only one dialect knows, after its name: `rocketchat:session-expired`. */
export type DialectFailureCode = `${string}:${string}`;

/** The part of a request that holds a fault. */
export type InputPlace = 'body' | 'query' | 'path' | 'header';

/** One fault of the input: `path` names the field, `rule` the broken rule. */
export interface InputIssue {
  place: InputPlace;
  path: string;
  rule: string;
  message: string;
  /** The names and indices of a nested field, which `path` joins by dots. */
  steps?: readonly string[];
}

/** The path of a nested field: `users.3.email`. */
export function nestedPath(...steps: string[]): Pick<InputIssue, 'path' | 'steps'> {
  return steps.length > 1 ? { path: steps.join('.'), steps } : { path: steps[0] ?? '' };
}

export interface FailureDetail {
  issues?: InputIssue[];
  /** The allowed methods, for `method-not-allowed`. */
  allow?: string[];
  /** The unknown ids, for `user-not-found`. */
  ids?: string[];
  /** The field whose value is taken, for `conflict`. */
  field?: string;
  /** That value, for dialects that repeat it. */
  value?: string;
  /** The permission that the caller lacks, for `permission-denied`. */
  permission?: string;
  /** Whether the request had credentials, for `unauthenticated`. */
  presented?: boolean;
  /** Why the presented token is not live, for the operator only: no dialect shows it. */
  verdict?: 'unknown' | 'expired' | 'revoked' | 'disabled';
  /** The faults that a health check found, for its `unavailable`. */
  checks?: Record<string, string>;
  /** Seconds to wait, for `rate-limited`, `overloaded` and `unavailable`. */
  retryAfter?: number;
}

/** A refusal of the core. It knows nothing of HTTP: each dialect turns it into its own response. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode | DialectFailureCode,
    message: string,
    readonly detail: FailureDetail = {},
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** A refusal of one field. */
export function invalidField(place: InputPlace, path: string, rule: string, message: string): Failure {
  return invalidInput([{ place, path, rule, message }]);
}

/** Maximum number of faults in one response. */
const mostIssues = 100;

/** Maximum length of a path in a response, in characters. */
const longestPath = 128;

/** A refusal of all these faults, or of the first 100. */
export function invalidInput(all: readonly InputIssue[]): Failure {
  const issues = all.slice(0, mostIssues).map(withShortPath);
  const texts = issues.map(({ path, message }) =>
    message.startsWith(path) ? message : `${path}: ${message}`,
  );
  return new Failure('invalid-input', texts.join('; '), { issues });
}

/**
 * The failure of a nested object, with its issues pointing there.
 *
 * @param steps from the body to the object
 * @param fields the object, when only some issues are about it
 */
export function failureAt(error: unknown, steps: readonly string[], fields?: object): unknown {
  if (!(error instanceof Failure) || !error.detail.issues) return error;
  const issues = error.detail.issues.map((issue): InputIssue => {
    const own = issue.steps ?? (issue.path === '' ? [] : [issue.path]);
    const isInside = !fields || Object.hasOwn(fields, own[0] ?? '');
    return isInside ? { ...issue, ...nestedPath(...steps, ...own) } : issue;
  });
  return new Failure(error.code, error.message, { ...error.detail, issues });
}

/** Clients choose the names of unknown fields, and so their length. */
function withShortPath(issue: InputIssue): InputIssue {
  const { path } = issue;
  if (path.length <= longestPath) return issue;
  return { ...issue, path: `${path.slice(0, longestPath)}…`, steps: undefined };
}
