import { freePort } from '../../support/servers.js';
import type { Tokenwright } from './tokenwright.js';

/** A finding of the doctor, as it prints it with `--json`. */
export interface Found {
  about: string;
  state: string;
  says: string;
  remedy?: string;
}

/** What `tokenwright doctor` finds, on a free port unless `env` has one; `text` is all that it printed. */
export async function examine(
  tokenwright: Tokenwright,
  env: Record<string, string>,
): Promise<{ code: number; found: Found[]; text: string }> {
  const port = String(await freePort());
  const { code, out, said } = await tokenwright.run(['doctor', '--json'], {
    env: { HOST: '127.0.0.1', PORT: port, ...env },
  });
  const found = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Found);
  return { code, found, text: out + said };
}

export const faults = (found: Found[]) =>
  found.filter(({ state }) => state === 'fault').map(({ says }) => says);
