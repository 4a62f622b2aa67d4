import type { DataSource, EntityManager } from 'typeorm';
import { TransactionConnection, TransactionLost } from './transaction-connection.js';

/**
 * One transaction of the database: all of it is committed or none, also when the database rolls back by itself, and when
 * COMMIT or ROLLBACK fails.
 */
export class DatabaseTransaction {
  /** The reason why it cannot be committed any more. */
  private lost: { by: unknown } | undefined;

  private constructor(private readonly connection: TransactionConnection) {}

  static async begin(dataSource: DataSource): Promise<DatabaseTransaction> {
    const connection = await TransactionConnection.take(dataSource);
    const transaction = new DatabaseTransaction(connection);
    try {
      await connection.begin();
    } catch (error) {
      await transaction.rollBack();
      throw error;
    }
    return transaction;
  }

  /** Runs `work` in a transaction of its own. */
  static async around<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const transaction = await DatabaseTransaction.begin(dataSource);
    let result: T;
    try {
      result = await work(transaction.manager);
    } catch (error) {
      await transaction.rollBack();
      throw error;
    }
    await transaction.commit();
    return result;
  }

  get manager(): EntityManager {
    return this.connection.manager;
  }

  /** Runs `work` in a savepoint: when it fails, the rest stays, unless the database rolled back all of it. */
  async part<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    this.demandWhole();
    await this.connection.run('SAVEPOINT part');
    try {
      const result = await work(this.manager);
      this.demandWhole();
      await this.connection.run('RELEASE SAVEPOINT part');
      return result;
    } catch (error) {
      await this.rollBackPart(error);
      throw error;
    }
  }

  /** Resolves when all is stored; when it rejects, nothing is. */
  async commit(): Promise<void> {
    try {
      this.demandWhole();
      await this.connection.commit();
    } catch (error) {
      await this.rollBack();
      throw error;
    }
    await this.connection.leave();
  }

  /** Never rejects: a transaction that cannot be rolled back ends with its connection, on SQLite with the process. */
  async rollBack(): Promise<void> {
    await this.connection.run('ROLLBACK').catch(() => undefined);
    await this.connection.leave().catch(() => undefined);
  }

  private demandWhole(): void {
    if (this.lost) throw this.lost.by;
    if (!this.connection.isInside) throw new TransactionLost();
  }

  private async rollBackPart(error: unknown): Promise<void> {
    try {
      await this.connection.run('ROLLBACK TO SAVEPOINT part');
      await this.connection.run('RELEASE SAVEPOINT part');
    } catch {
      this.lost ??= { by: error };
    }
  }
}
