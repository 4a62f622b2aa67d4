import { execFile } from 'node:child_process';

export interface Ended {
  code: number;
  out: string;
  said: string;
}

/** Runs a built program of the service to its end. */
export function run(
  program: string,
  environment: Record<string, string>,
  ...given: string[]
): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment };
    const options = { env, timeout: 120_000 };
    execFile(process.execPath, [`dist/src/${program}.js`, ...given], options, (error, out, said) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, said });
    });
  });
}
