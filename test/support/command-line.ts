import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/program.js';
import type { Service } from './service.js';

export interface Ran {
  code: number;
  /** Standard output. */
  out: string;
  /** Standard error. */
  said: string;
}

export interface Given {
  stdin?: string;
  env?: Record<string, string>;
  /** The time for the command, in ms since 1970. */
  now?: number;
}

/** The command line in this process, with a configuration folder of its own and no terminal. */
export class CommandLine {
  readonly home = mkdtempSync(join(tmpdir(), 'tokenwright-cli-'));

  /** @param environment what its commands find there, besides the configuration folder */
  constructor(private readonly environment: Record<string, string> = {}) {}

  /** One that is signed in at the service by the first account token. */
  static at({ base, account }: Service): CommandLine {
    return new CommandLine({ TOKENWRIGHT_URL: base, TOKENWRIGHT_TOKEN: account });
  }

  get profilesFile(): string {
    return join(this.home, 'tokenwright', 'profiles.json');
  }

  /** @param words the command with its arguments, split at white space when it is one text */
  async run(words: string | string[], { stdin = '', env = {}, now }: Given = {}): Promise<Ran> {
    const written = { out: '', said: '' };
    const into = (name: 'out' | 'said') =>
      new Writable({
        write: (piece, _encoding, done) => {
          written[name] += String(piece);
          done();
        },
      });
    const code = await run(typeof words === 'string' ? words.split(/\s+/) : words, {
      stdin: Readable.from([stdin]),
      stdout: into('out'),
      stderr: into('said'),
      env: { XDG_CONFIG_HOME: this.home, ...this.environment, ...env },
      ...(now !== undefined && { now: () => now }),
    });
    return { code, ...written };
  }

  /** What a command prints as JSON. Fails unless it ends with 0. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test knows what it expects
  async json(words: string, given?: Given): Promise<any> {
    const { code, out, said } = await this.run(`${words} --json`, given);
    if (code !== 0) throw new Error(`${words} ended with ${code}: ${said}`);
    return JSON.parse(out);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
