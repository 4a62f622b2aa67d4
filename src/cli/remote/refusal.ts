import { type Problem, TokenwrightError } from '../../../packages/client/src/index.js';
import { type ExitCode, exits, Stop } from '../exit.js';
import { cell } from '../tables.js';
import { lostToken } from './sign-in/connection.js';

/** The Stop for an error of the client; any other error is returned unchanged. */
export function stopOf(error: unknown, url: string): unknown {
  if (!(error instanceof TokenwrightError)) return error;
  const { code, status = 0, problem } = error;
  if (problem) return new Stop(exitOf(status), messageOf(problem, url), problem);
  if (code === 'unreachable' || code === 'timed-out') {
    return new Stop(exits.unreachable, `${url} cannot be reached: ${causeOf(error)}`);
  }
  const isRefused = status >= 300;
  const how = isRefused ? `answered with status ${status}, and not` : 'does not answer';
  return new Stop(
    isRefused ? exitOf(status) : exits.failed,
    `${url} ${how} as Tokenwright does: is it the right address? Name it with --url or TOKENWRIGHT_URL.`,
  );
}

function messageOf({ title, detail, status, code, requestId, errors = [] }: Problem, url: string): string {
  return [
    `${cell(title)}: ${cell(detail)}`,
    ...errors.map(({ pointer, detail: fault }) => `  ${cell(pointer)}: ${cell(fault)}`),
    `What it means: ${url}/problems/${encodeURIComponent(code)} (request ${cell(requestId)})`,
    ...(status === 401 ? [lostToken] : []),
  ].join('\n');
}

function exitOf(status: number): ExitCode {
  if (status === 401) return exits.notSignedIn;
  if (status === 404) return exits.notFound;
  // Tokenwright redirects nowhere: something before it answered.
  if (status < 400 || [429, 502, 503, 504].includes(status)) return exits.unreachable;
  return status < 500 ? exits.refused : exits.failed;
}

function causeOf(error: TokenwrightError): string {
  const { cause, message } = (error.cause ?? error) as Error & { cause?: NodeJS.ErrnoException };
  if (cause?.code === 'ECONNREFUSED')
    return 'nothing listens there. Start it (tokenwright start), or name its address with --url.';
  if (cause?.code === 'ENOTFOUND')
    return 'there is no such host. Correct --url, TOKENWRIGHT_URL or the profile.';
  return cause?.message || cause?.code || message;
}
