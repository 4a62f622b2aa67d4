import type pg from 'pg';
import { CutOffClient } from './cut-off-client.js';

type Ask = (...args: unknown[]) => Promise<unknown>;

/** The name of each prepared statement, by its text. */
const names = new Map<string, string>();

/** Lifetime of the plans of a connection, in ms. */
const plansKept = 1000;

/**
 * PostgreSQL rejects the name: the type of a result column has changed (0A000), or a pooler has forgotten the name (26000) or
 * uses it for another statement (42P05).
 */
const unusable = /^(0A000|26000|42P05)$/;

/**
 * Makes every connection to PostgreSQL prepare this statement once. Use it only for statements with a constant text: a
 * connection keeps them as long as it lives.
 */
export function registerPrepared(statement: string): string {
  if (!names.has(statement)) names.set(statement, `tokenwright-${names.size + 1}`);
  return statement;
}

/**
 * A connection that sends registered statements by name. It discards its plans each second: a plan for a small table scans it,
 * and PostgreSQL would keep that plan while the table grows, until the next ANALYZE.
 */
export class PreparedClient extends CutOffClient {
  /** Names that PostgreSQL has rejected on this connection. */
  private readonly givenUp = new Set<string>();
  private plannedAt = performance.now();

  constructor(config?: pg.ClientConfig) {
    super(config);
    const ask = this.query as unknown as Ask;
    this.query = ((...args: unknown[]) => {
      const name = args.length === 2 ? names.get(args[0] as string) : undefined;
      return name === undefined ? ask(...args) : this.askByName(ask, name, args[0], args[1]);
    }) as typeof this.query;
  }

  private async askByName(ask: Ask, name: string, text: unknown, values: unknown): Promise<unknown> {
    if (this.givenUp.has(name)) return ask(text, values);
    const now = performance.now();
    if (now - this.plannedAt >= plansKept) {
      this.plannedAt = now;
      await ask('DISCARD PLANS');
    }
    try {
      return await ask({ name, text, values });
    } catch (error) {
      if (!unusable.test((error as { code?: string }).code ?? '')) throw error;
      this.givenUp.add(name);
      return ask(text, values);
    }
  }
}
