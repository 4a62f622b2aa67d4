import type { Socket } from 'node:net';
import pg from 'pg';

/**
 * A connection to PostgreSQL that is given up when a query was not answered in time. What the server does with that
 * query yet is unknown: nobody else may be handed the same connection, in the middle of somebody's transaction.
 */
export class CutOffClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    // Queries are told themselves. A connection that was given up has no other listener, and would end the process.
    this.on('error', () => undefined);
  }

  // The overloads of `query` are those of `pg.Client`; here only its promise is watched.
  override query = ((...args: unknown[]) => {
    const result: unknown = (pg.Client.prototype.query as (...all: unknown[]) => unknown).apply(this, args);
    if (result instanceof Promise) result.catch((error: Error) => this.cutOffAfter(error));
    return result;
  }) as typeof pg.Client.prototype.query;

  private cutOffAfter(error: Error): void {
    if (!error.message.includes('Query read timeout')) return;
    (this as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }
}
