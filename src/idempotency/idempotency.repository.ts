import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { ReadConnection } from '../database/read-connection.js';
import { IdempotentAnswer } from './idempotent-answer.entity.js';

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Whether several processes may share the store. */
  get isShared(): boolean {
    return this.dataSource.isShared;
  }

  /** Locks the id until the transaction ends; false when another transaction holds it. For a shared store. */
  async take(manager: EntityManager, id: string): Promise<boolean> {
    const lock = Buffer.from(id, 'base64url').readBigInt64BE(0).toString();
    const rows: { taken: boolean }[] = await manager.query('SELECT pg_try_advisory_xact_lock($1) AS taken', [
      lock,
    ]);
    return rows[0]!.taken;
  }

  find(id: string): Promise<IdempotentAnswer | null> {
    return this.dataSource.manager.findOneBy(IdempotentAnswer, { id });
  }

  /** Stores the answer, replacing an expired one. */
  async keep(manager: EntityManager, answer: IdempotentAnswer): Promise<void> {
    await manager.upsert(IdempotentAnswer, answer, ['id']);
  }

  /** Ids of answers stored at or before this moment. */
  async findOld(until: number, limit: number): Promise<string[]> {
    const answers = await this.dataSource.manager.find(IdempotentAnswer, {
      select: { id: true },
      where: { createdAt: LessThanOrEqual(until) },
      order: { createdAt: 'ASC' },
      take: limit,
    });
    return answers.map(({ id }) => id);
  }

  /** Removes those answers that are still as old: one may have been replaced meanwhile. */
  async remove(manager: EntityManager, ids: string[], until: number): Promise<void> {
    await manager
      .createQueryBuilder()
      .delete()
      .from(IdempotentAnswer)
      .where('id IN (:...ids) AND created_at <= :until', { ids, until })
      .execute();
  }
}
