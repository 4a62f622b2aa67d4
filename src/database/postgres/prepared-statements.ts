import type pg from 'pg';
import { CutOffClient } from './cut-off-client.js';

type Ask = (...args: unknown[]) => Promise<unknown>;

/** By its text, the name of each statement that connections prepare: no two texts share one, whoever asks. */
const names = new Map<string, string>();

/** How long a connection keeps its plans, in ms. */
const plansKept = 1000;

/**
 * PostgreSQL does not take the name: the type of a column that the statement answers has changed (0A000), or somebody
 * between us and the database has forgotten it (26000) or kept it for another (42P05).
 */
const unusable = /^(0A000|26000|42P05)$/;

/**
 * Has each connection to PostgreSQL parse this statement once, and plan it seldom, whoever sends it. For the few that are
 * always the same text: a connection keeps them as long as it lives.
 */
export function registerPrepared(statement: string): string {
  if (!names.has(statement)) names.set(statement, `tokenwright-${names.size + 1}`);
  return statement;
}

/**
 * A connection that sends the prepared statements by name. Its plans are made anew each second: one that was made while a
 * table was small would read all of it, however large it has become, until PostgreSQL has counted its rows again.
 */
export class PreparedClient extends CutOffClient {
  /** Names that this connection does not use any more. */
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
