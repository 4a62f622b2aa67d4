import type { Terminal } from './terminal.js';

/** Shows the progress of long work in one line on standard error, if that is a terminal. */
export class Progress {
  private readonly isShown: boolean;

  /** @param text the first line */
  constructor(
    private readonly terminal: Terminal,
    text: string,
  ) {
    this.isShown = Boolean(terminal.streams.stderr.isTTY) && terminal.env.TERM !== 'dumb';
    this.show(text);
  }

  /** @param text replaces the line */
  show(text: string): void {
    if (this.isShown) this.terminal.streams.stderr.write(`\r${text}\u001b[K`);
  }

  /** Clears the line; call it before other output. */
  clear(): void {
    this.show('');
  }
}
