import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { exits, Stop } from './exit.js';

/** The streams and environment of a command. */
export interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  /** The time, in ms since 1970; the system's when absent. */
  now?: () => number;
}

/** Maximum length of a secret, in characters; longer input is a mistake. */
const longestSecret = 4096;

/** Results go to standard output, everything else to standard error. */
export class Terminal {
  constructor(readonly streams: Streams) {}

  get env(): NodeJS.ProcessEnv {
    return this.streams.env;
  }

  get now(): number {
    return this.streams.now?.() ?? Date.now();
  }

  /** Whether the command can ask questions. */
  get isInteractive(): boolean {
    return Boolean(this.streams.stdin.isTTY && this.streams.stderr.isTTY);
  }

  /** Writes a result, and waits for a slow reader. */
  async print(text: string): Promise<void> {
    if (!this.streams.stdout.write(`${text}\n`)) await once(this.streams.stdout, 'drain');
  }

  /** Writes a message that is not the result. */
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
   * Reads a secret: without echo at a terminal, else from the first line of standard input. From a pasted line
   * `export TW=…`, as start-up prints it, it takes the value.
   *
   * @throws Stop when there is no input
   */
  async readSecret(what: string): Promise<string> {
    const given = this.streams.stdin.isTTY ? await this.askUnseen(what) : await this.firstLine();
    const secret = given.trim().replace(/^export\s+\w+=/, '');
    if (secret === '') throw new Stop(exits.usage, `${what} is read from standard input, and nothing came.`);
    return secret;
  }

  /** Asks for confirmation. @throws Stop when the answer is no, or there is no terminal */
  async demandYes(question: string, isGiven: boolean | undefined): Promise<void> {
    if (isGiven) return;
    if (!this.isInteractive) throw new Stop(exits.usage, `${question} Confirm with --yes.`);
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

  /** Reads one line from the terminal, with its echo on `output`. */
  private question(prompt: string, output: Writable): Promise<string> {
    const lines = createInterface({ input: this.streams.stdin, output, terminal: true, prompt: '' });
    // Prompt only after readline has turned the echo of the terminal off.
    this.streams.stderr.write(prompt);
    return new Promise((resolve, reject) => {
      lines.once('line', (answer) => {
        resolve(answer);
        lines.close();
      });
      // Ctrl-C or Ctrl-D; after an answer this has no effect.
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
