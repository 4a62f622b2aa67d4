import type { DataSource, EntityManager } from 'typeorm';
import { TransactionConnection, TransactionLost } from './transaction-connection.js';

/**
 * One transaction of the database. It is committed, or nothing of it is there: also when the database took it back by
 * itself in the midst, and when COMMIT or ROLLBACK fail.
 */
export class DatabaseTransaction {
  /** Why nothing of it can be committed any more. */
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

  /** Runs `work` as one part: when it fails, the rest stays as it is, unless the database took all of it back. */
  async part<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    this.demandWhole();
    await this.connection.run('SAVEPOINT part');
    try {
      const result = await work(this.manager);
      this.demandWhole();
      await this.connection.run('RELEASE SAVEPOINT part');
      return result;
    } catch (error) {
      await this.takePartBack(error);
      throw error;
    }
  }

  /** Fulfilled when all is stored; when it is rejected, nothing is. */
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

  /** It never fails: what cannot be taken back ends with its connection, and on SQLite with the process. */
  async rollBack(): Promise<void> {
    await this.connection.run('ROLLBACK').catch(() => undefined);
    await this.connection.leave().catch(() => undefined);
  }

  private demandWhole(): void {
    if (this.lost) throw this.lost.by;
    if (!this.connection.isInside) throw new TransactionLost();
  }

  private async takePartBack(error: unknown): Promise<void> {
    try {
      await this.connection.run('ROLLBACK TO SAVEPOINT part');
      await this.connection.run('RELEASE SAVEPOINT part');
    } catch {
      this.lost ??= { by: error };
    }
  }
}
