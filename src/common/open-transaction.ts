import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/**
 * One transaction that several writes share. It begins with the first of them, so that nobody waits for a writer that
 * does not write yet; each write is a savepoint of its own, so that one that fails takes no other with it.
 */
export class OpenTransaction {
  private runner: QueryRunner | undefined;
  private giveTurn: (() => void) | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private readonly afterwards: (() => Promise<void>)[] = [];
  private isClosed = false;

  /** @param turn fulfilled when it is our turn to write, with what gives the turn to the next one */
  constructor(
    private readonly dataSource: DataSource,
    private readonly turn: () => Promise<() => void>,
  ) {}

  /** Whether it takes further writes: what was begun by the work and goes on after it finds it closed. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** For reads, when it has begun: they see what it wrote, and need no other connection. */
  get manager(): EntityManager | undefined {
    return this.runner?.manager;
  }

  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const result = this.last.then(async () => (await this.begin()).manager.transaction(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Has this done when all is committed, and not at all when it is not. */
  whenCommitted(work: () => Promise<void>): void {
    this.afterwards.push(work);
  }

  async commit(): Promise<void> {
    await this.last;
    this.isClosed = true;
    await this.runner?.commitTransaction();
    await this.end();
  }

  /** Takes all back. It never fails: the connection is given up then, and with it what was written. */
  async rollBack(): Promise<void> {
    await this.last;
    this.isClosed = true;
    await this.runner?.rollbackTransaction().catch(() => undefined);
    await this.end();
  }

  async doWhatFollows(): Promise<void> {
    for (const work of this.afterwards) await work();
  }

  private async begin(): Promise<QueryRunner> {
    if (this.runner) return this.runner;
    const giveTurn = await this.turn();
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
    } catch (error) {
      giveTurn();
      await runner.release();
      throw error;
    }
    this.giveTurn = giveTurn;
    this.runner = runner;
    return runner;
  }

  private async end(): Promise<void> {
    const { runner, giveTurn } = this;
    this.runner = undefined;
    this.giveTurn = undefined;
    // What was committed stays so, whatever becomes of the connection.
    await runner?.release().catch(() => undefined);
    giveTurn?.();
  }
}
