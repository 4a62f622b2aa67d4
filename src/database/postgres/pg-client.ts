import type { Socket } from 'node:net';
import pg from 'pg';

type Ask = (...args: unknown[]) => Promise<unknown>;

/** The name of each prepared statement, by its text. */
const names = new Map<string, string>();

/** Lifetime of the plans of a connection, in ms. */
const plansKept = 1000;

/**
 * PostgreSQL rejects the name: the type of a result column has changed (0A000), or a pooler has forgotten the name (26000) or
 * uses it for another statement (42P05).
 */
const rejection = /^(0A000|26000|42P05)$/;

/**
 * Makes every connection to PostgreSQL prepare this statement once. Use it only for statements with a constant text: a
 * connection keeps them as long as it lives.
 */
export function registerPrepared(statement: string): string {
  if (!names.has(statement)) names.set(statement, `tokenwright-${names.size + 1}`);
  return statement;
}

/**
 * A connection to PostgreSQL that sends registered statements by name, and closes when a query times out.
 *
 * It discards its plans each second: a plan for a small table scans it, and PostgreSQL would keep that plan while the table
 * grows, until the next ANALYZE. After a timeout the server may still run the query, so the connection must not be reused:
 * another caller would land in the middle of its transaction.
 */
export class PgClient extends pg.Client {
  /** Names that PostgreSQL has rejected on this connection. */
  private readonly unusable = new Set<string>();
  private plannedAt = performance.now();

  constructor(config?: pg.ClientConfig) {
    super(config);
    // Queries report their own errors. Without a listener, an error of a closed connection would end the process.
    this.on('error', () => undefined);
  }

  // Keeps the overloads of `pg.Client.query`.
  override query = ((...args: unknown[]) => {
    const name = args.length === 2 ? names.get(args[0] as string) : undefined;
    return name === undefined ? this.ask(...args) : this.askByName(name, args[0], args[1]);
  }) as typeof pg.Client.prototype.query;

  private ask(...args: unknown[]): unknown {
    const result: unknown = (pg.Client.prototype.query as Ask).apply(this, args);
    if (result instanceof Promise) result.catch((error: Error) => this.closeAfterTimeout(error));
    return result;
  }

  private closeAfterTimeout(error: Error): void {
    if (!error.message.includes('Query read timeout')) return;
    (this as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }

  private async askByName(name: string, text: unknown, values: unknown): Promise<unknown> {
    if (this.unusable.has(name)) return this.ask(text, values);
    const now = performance.now();
    if (now - this.plannedAt >= plansKept) {
      this.plannedAt = now;
      await this.ask('DISCARD PLANS');
    }
    try {
      return await this.ask({ name, text, values });
    } catch (error) {
      if (!rejection.test((error as { code?: string }).code ?? '')) throw error;
      this.unusable.add(name);
      return this.ask(text, values);
    }
  }
}
