import type { Terminal } from './terminal.js';

/** How far long work is: one line on standard error while that is a terminal, anywhere else nothing at all. */
export class Progress {
  private readonly isShown: boolean;

  /** @param text what comes first */
  constructor(
    private readonly terminal: Terminal,
    text: string,
  ) {
    this.isShown = Boolean(terminal.streams.stderr.isTTY) && terminal.env.TERM !== 'dumb';
    this.show(text);
  }

  /** @param text what was done so far, with numbers */
  show(text: string): void {
    if (this.isShown) this.terminal.streams.stderr.write(`\r${text}\u001b[K`);
  }

  /** Takes the line away, before something else is written. */
  clear(): void {
    this.show('');
  }
}
