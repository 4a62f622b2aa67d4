import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Ended } from './commands.js';

/** The built command, as a shell finds it on its path; with a home of its own. */
export class Tokenwright {
  readonly folder = mkdtempSync(join(tmpdir(), 'tokenwright-command-'));
  readonly environment: Record<string, string>;

  /** @param program the built command */
  constructor(
    environment: Record<string, string> = {},
    private readonly program = resolve('bin/tokenwright.js'),
  ) {
    const file = join(this.folder, 'tokenwright');
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${this.program}" "$@"\n`);
    chmodSync(file, 0o755);
    this.environment = {
      PATH: `${this.folder}${delimiter}${process.env.PATH}`,
      HOME: this.folder,
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      ...environment,
    };
  }

  /** Runs it to its end, in its folder. */
  run(
    words: string[],
    { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {},
  ): Promise<Ended> {
    const child = spawn(process.execPath, [this.program, ...words], {
      cwd: this.folder,
      env: { ...this.environment, ...env },
      timeout: 60_000,
    });
    const ended: Ended = { code: -1, out: '', said: '' };
    child.stdout.on('data', (piece) => (ended.out += piece));
    child.stderr.on('data', (piece) => (ended.said += piece));
    // It may end before it has read all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    return new Promise((done) => child.on('close', (code) => done({ ...ended, code: code ?? -1 })));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
