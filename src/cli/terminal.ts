import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { exits, Stop } from './exit.js';

/** Where a command reads and writes. */
export interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
}

/** No secret is longer than this, in characters; what is longer was not meant. */
const longestSecret = 4096;

/** The user before the command: results go to standard output, everything else to standard error. */
export class Terminal {
  constructor(readonly streams: Streams) {}

  get env(): NodeJS.ProcessEnv {
    return this.streams.env;
  }

  /** Whether somebody is there who can be asked. */
  get isInteractive(): boolean {
    return Boolean(this.streams.stdin.isTTY && this.streams.stderr.isTTY);
  }

  /** Writes a result, and waits while the reader is slower. */
  async print(text: string): Promise<void> {
    if (!this.streams.stdout.write(`${text}\n`)) await once(this.streams.stdout, 'drain');
  }

  /** Tells people something that is not the result. */
  say(text: string): void {
    this.streams.stderr.write(`${text}\n`);
  }

  /** Colours a text for standard error, where that shows colours and `NO_COLOR` is not set. */
  paint(colour: 'red' | 'green' | 'yellow' | 'bold' | 'dim', text: string): string {
    return this.paintFor(this.streams.stderr, colour, text);
  }

  /** The same for standard output. */
  paintResult(colour: 'red' | 'green' | 'yellow' | 'bold' | 'dim', text: string): string {
    return this.paintFor(this.streams.stdout, colour, text);
  }

  /**
   * A secret: typed unseen at a terminal, else the first line of standard input. A pasted `export TW=…`, as start-up
   * prints it, counts as what stands behind the `=`.
   *
   * @throws Stop when there is none
   */
  async readSecret(what: string): Promise<string> {
    const given = this.streams.stdin.isTTY ? await this.askUnseen(what) : await this.firstLine();
    const secret = given.trim().replace(/^export\s+\w+=/, '');
    if (secret === '') throw new Stop(exits.usage, `${what} is read from standard input, and nothing came.`);
    return secret;
  }

  /** @throws Stop when the answer is no, or nobody is there to give one */
  async demandYes(question: string, isGiven: boolean | undefined): Promise<void> {
    if (isGiven) return;
    if (!this.isInteractive) throw new Stop(exits.usage, `${question} Say so with --yes.`);
    const answer = await this.question(`${question} [y/N] `, this.streams.stderr);
    if (!/^y(es)?$/i.test(answer.trim())) throw new Stop(exits.no, 'Nothing was done.');
  }

  private async askUnseen(what: string): Promise<string> {
    const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
    try {
      return await this.question(`${what} (not shown): `, nowhere);
    } finally {
      this.streams.stderr.write('\n');
    }
  }

  /** One line typed at the terminal, and shown on `output`. */
  private question(prompt: string, output: Writable): Promise<string> {
    const lines = createInterface({ input: this.streams.stdin, output, terminal: true, prompt: '' });
    // Only now that the terminal itself no longer shows the keys.
    this.streams.stderr.write(prompt);
    return new Promise((resolve, reject) => {
      lines.once('line', (answer) => {
        resolve(answer);
        lines.close();
      });
      // By Ctrl-C or Ctrl-D; after an answer it has no effect.
      lines.once('close', () => reject(new Stop(exits.interrupted, 'Cancelled.')));
    });
  }

  private async firstLine(): Promise<string> {
    let text = '';
    for await (const piece of this.streams.stdin) {
      text += String(piece);
      const end = text.indexOf('\n');
      if (end >= 0) return text.slice(0, end);
      if (text.length > longestSecret) throw new Stop(exits.usage, 'Standard input holds no secret.');
    }
    return text;
  }

  private paintFor(
    stream: Writable & { isTTY?: boolean },
    colour: 'red' | 'green' | 'yellow' | 'bold' | 'dim',
    text: string,
  ): string {
    const isPlain = !stream.isTTY || Boolean(this.env.NO_COLOR) || this.env.TERM === 'dumb';
    return isPlain ? text : styleText(colour, text);
  }
}
