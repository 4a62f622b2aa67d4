import { exits, type ExitCode } from '../exit.js';
import { cell } from '../tables.js';

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  requestId?: string;
  errors?: { in: string; pointer: string; detail: string }[];
}

/** What the service refused, in words for people, and the code that the command ends with. */
export function refusalOf(
  status: number,
  type: string,
  text: string,
  url: string,
): { message: string; exitCode: ExitCode; problem: Problem | undefined } {
  const exitCode = exitOf(status);
  const problem = /json/.test(type) ? (parse(text) as Problem | undefined) : undefined;
  if (problem?.code === undefined) {
    const message = `${url} answered with status ${status}, and not as Tokenwright does: is it the right address?`;
    return { message, exitCode, problem };
  }
  const { title, detail, code, requestId, errors = [] } = problem;
  const lines = [
    `${cell(title)}: ${cell(detail)}`,
    ...errors.map(({ pointer, detail: fault }) => `  ${cell(pointer)}: ${cell(fault)}`),
    `What it means: ${url}/problems/${encodeURIComponent(code)} (request ${cell(requestId)})`,
  ];
  return { message: lines.join('\n'), exitCode, problem };
}

function exitOf(status: number): ExitCode {
  if (status === 401) return exits.notSignedIn;
  if (status === 404) return exits.notFound;
  if (status === 429 || status === 502 || status === 503 || status === 504) return exits.unreachable;
  return status < 500 ? exits.refused : exits.failed;
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
