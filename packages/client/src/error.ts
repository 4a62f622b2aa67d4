import type { Problem, ProblemIssue } from './native.generated.js';

/** What Tokenwright may refuse with: the `code` of a problem, as the document lists them. */
export type ProblemCode = Problem['code'];

/**
 * Why a call failed: a code of Tokenwright's, or one of the three that the client finds by itself.
 *
 * - `unreachable`: no connection, or it broke before the answer was there;
 * - `timed-out`: no answer in time;
 * - `unexpected-answer`: what came is not Tokenwright's, such as the error page of a proxy.
 */
export type TokenwrightErrorCode = ProblemCode | 'unreachable' | 'timed-out' | 'unexpected-answer';

/** What is known of a failure beside its words. */
export interface Circumstances {
  code: TokenwrightErrorCode;
  /** HTTP status; absent when no answer came. */
  status?: number;
  /** Of the answer's `X-Request-Id`. */
  requestId?: string;
  errors?: ProblemIssue[];
  /** Seconds after which to ask again, as the answer said. */
  retryAfter?: number;
  problem?: Problem;
  cause?: unknown;
}

/** The one error that the client throws by itself; what a signal of yours was aborted with is thrown as it is. */
export class TokenwrightError extends Error {
  override readonly name = 'TokenwrightError';
  /** Stable: match on this. */
  readonly code: TokenwrightErrorCode;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** Id of the request, to look it up in the service's logs. */
  readonly requestId: string | undefined;
  /** Each fault of the input, for `invalid-input`; else empty. */
  readonly errors: readonly ProblemIssue[];
  /** Seconds after which to ask again, where the answer said so. */
  readonly retryAfter: number | undefined;
  /** The whole problem (RFC 9457), where one came. */
  readonly problem: Problem | undefined;

  constructor(message: string, { cause, ...known }: Circumstances) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = known.code;
    this.status = known.status;
    this.requestId = known.requestId;
    this.errors = known.errors ?? [];
    this.retryAfter = known.retryAfter;
    this.problem = known.problem;
  }
}

/** The refusal that an answer is. */
export async function refusalOf(response: Response): Promise<TokenwrightError> {
  const problem = problemIn(response, await response.text());
  const { status } = response;
  const more = {
    status,
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfter: retryAfterOf(response.headers),
  };
  if (!problem) return unexpected(`Tokenwright did not answer; somebody else did, with ${status}`, more);
  return new TokenwrightError(problem.detail, {
    ...more,
    code: problem.code,
    errors: problem.errors,
    problem,
  });
}

/** Something came that is not what was asked for. */
export function unexpected(message: string, known: Omit<Circumstances, 'code'>): TokenwrightError {
  return new TokenwrightError(message, { ...known, code: 'unexpected-answer' });
}

function problemIn({ headers }: Response, text: string): Problem | undefined {
  if (!/^application\/problem\+json\b/i.test(headers.get('content-type') ?? '')) return undefined;
  try {
    const body = JSON.parse(text) as Partial<Problem> | null;
    return typeof body?.code === 'string' ? (body as Problem) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds; `Retry-After` may also be a date. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
