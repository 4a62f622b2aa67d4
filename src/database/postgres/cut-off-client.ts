import type { Socket } from 'node:net';
import pg from 'pg';

/**
 * A connection to PostgreSQL that closes when a query times out. The server may still run that query, so the connection must
 * not be reused: another caller would land in the middle of its transaction.
 */
export class CutOffClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    // Queries report their own errors. Without a listener, an error of a closed connection would end the process.
    this.on('error', () => undefined);
  }

  // Keeps the overloads of `pg.Client.query` and only watches the promise.
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
