import { Injectable } from '@nestjs/common';
import { pinnedEquals } from '../common/page.js';
import { ReadConnection } from '../database/read-connection.js';
import { AuditEntry } from './audit-entry.entity.js';

/** Exact-match filter. Omitted fields match everything. Times in ms. */
export interface AuditFilter {
  action?: string;
  targetType?: AuditEntry['targetType'];
  targetId?: string;
  callerTokenId?: string;
  callerUserId?: string;
  callerHolder?: string;
  callerAddress?: string;
  requestId?: string;
  from?: number;
  before?: number;
}

@Injectable()
export class AuditRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** Entries newest first, after the entry with the id `after`. Without `ecosystemId`, of all ecosystems. */
  findPage(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    limit: number,
    after?: string,
  ): Promise<AuditEntry[]> {
    return this.find(ecosystemId, filter, 'DESC', limit, after);
  }

  /** As `findPage`, oldest first. */
  findOldest(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    limit: number,
    after?: string,
  ): Promise<AuditEntry[]> {
    return this.find(ecosystemId, filter, 'ASC', limit, after);
  }

  private find(
    ecosystemId: string | undefined,
    { from, before, ...exact }: AuditFilter,
    order: 'ASC' | 'DESC',
    limit: number,
    after?: string,
  ): Promise<AuditEntry[]> {
    const beyond = order === 'ASC' ? '>' : '<';
    const query = this.dataSource.manager.createQueryBuilder(AuditEntry, 'entry');
    query.where(Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined)));
    if (from !== undefined) query.andWhere('entry.at >= :from', { from });
    if (before !== undefined) query.andWhere('entry.at < :before', { before });
    if (ecosystemId === undefined) {
      if (after !== undefined) query.andWhere(`entry.id ${beyond} :after`, { after });
    } else {
      query.andWhere(pinnedEquals('entry.ecosystemId', 'ecosystemId'), { ecosystemId });
      const isAfter = `(entry.ecosystemId, entry.id) ${beyond} (:ecosystemId, :after)`;
      if (after !== undefined) query.andWhere(isAfter, { ecosystemId, after });
      query.orderBy('entry.ecosystemId', order);
    }
    return query.addOrderBy('entry.id', order).limit(limit).getMany();
  }
}
