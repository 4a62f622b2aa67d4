import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What comes on the screen, and the keys that are pressed then. */
export type Step = [awaited: string, keys: string];

/** Runs a command in a pseudo-terminal, with the keys that somebody presses; needs Python 3. */
export function inTerminal(
  command: string[],
  environment: Record<string, string>,
  steps: Step[] = [],
): Promise<{ code: number; screen: string }> {
  const given = [join(__dirname, 'in-terminal.py'), JSON.stringify(steps), ...command];
  const env = { PATH: process.env.PATH, TERM: 'xterm-256color', ...environment };
  return new Promise((resolve) => {
    execFile('python3', given, { env, timeout: 60_000 }, (error, screen) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), screen });
    });
  });
}
