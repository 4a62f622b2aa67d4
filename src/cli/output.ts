import { card, Table, type View } from './tables.js';
import type { Terminal } from './terminal.js';

/** Prints results for people, or with `--json` for programs. */
export class Output {
  constructor(
    private readonly terminal: Terminal,
    readonly isJson: boolean,
  ) {}

  /** One object: a line for each field, or the JSON document that the service answered. */
  async item(view: View): Promise<void> {
    await this.terminal.print(this.isJson ? JSON.stringify(view, null, 2) : card(view, this.terminal.now));
  }

  /**
   * A new token with its secret.
   *
   * @param isQuiet prints the secret only
   * @param isDefaulted whether nobody chose its lifetime
   */
  async minted(
    answer: { token: View; secret: string },
    isQuiet: boolean | undefined,
    isDefaulted = false,
  ): Promise<void> {
    if (isQuiet) return this.terminal.print(answer.secret);
    if (this.isJson) return this.item(answer);
    const { id, holder, userId, name, expiryType, ttl, maxAge, expiresAt } = answer.token;
    const shown = { id, holder, userId, name, expiryType, ttl, maxAge, expiresAt };
    const known = Object.entries(shown).filter(([, value]) => value !== null && value !== undefined);
    await this.item({ ...Object.fromEntries(known), secret: answer.secret });
    this.terminal.say(this.terminal.paint('yellow', 'The secret is shown this once: keep it now.'));
    if (isDefaulted) {
      this.terminal.say(
        'It ends in one hour, the default: --ttl 30d or --expiry Infinite lets it live longer.',
      );
    }
  }

  /** A list, printed page by page: a table of these fields, or one line of JSON for each item. */
  async list(pages: AsyncIterable<{ items: View[]; isCut: boolean }>, fields: string[]): Promise<void> {
    const table = new Table(fields, this.terminal.now);
    let count = 0;
    for await (const { items, isCut } of pages) {
      count += items.length;
      if (this.isJson) for (const item of items) await this.terminal.print(JSON.stringify(item));
      else if (items.length > 0) await this.terminal.print(table.rows(items));
      if (isCut) this.terminal.say('There are more: --all shows all of them, --limit sets how many.');
    }
    if (count === 0 && !this.isJson) this.terminal.say('None.');
  }

  /** Confirms for people that something was done; programs read the exit code. */
  done(text: string): void {
    if (!this.isJson) this.terminal.say(text);
  }
}
