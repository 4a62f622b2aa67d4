import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Caller, demandAccount } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { newTimeOrderedId } from '../common/ids/identifier.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../common/page.js';
import { bulkInsert } from '../database/bulk-insert.js';
import { Transactions } from '../database/transactions/transactions.js';
import { AuditEntry } from './audit-entry.entity.js';
import { type AuditFilter, AuditRepository } from './audit.repository.js';
import { AuditMetrics } from './audit-metrics.js';

/** An event, as the room that caused it describes it. */
export type AuditEvent = Pick<AuditEntry, 'action' | 'ecosystemId' | 'targetType' | 'targetId'> &
  Partial<Pick<AuditEntry, 'detail'>>;

/** Entries read and held at once by an export. */
const batch = 500;

/** Writes audit entries in the transaction of the change itself. */
@Injectable()
export class AuditService {
  readonly metrics = new AuditMetrics();

  constructor(
    private readonly repository: AuditRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Entries of the ecosystem, newest first. The caller must check that the ecosystem exists
   * (`EcosystemsService.require`).
   *
   * @throws Failure `ecosystem-not-found` for another tenant's ecosystem
   */
  async listOfEcosystem(
    ecosystemId: string,
    filter: AuditFilter,
    request: PageRequest,
    caller: Caller,
  ): Promise<Page<AuditEntry>> {
    demandSameEcosystem(ecosystemId, caller);
    return this.list(ecosystemId, filter, request);
  }

  /**
   * Entries of the whole service, or of one ecosystem, even a deleted one.
   *
   * @throws Failure `wrong-holder` unless the caller sees all ecosystems
   */
  async listOfAll(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    request: PageRequest,
    caller: Caller,
  ): Promise<Page<AuditEntry>> {
    demandAccount(caller);
    return this.list(ecosystemId, filter, request);
  }

  /**
   * All entries of the ecosystem, oldest first, in batches. Reads a batch on demand, so only one is in
   * memory. Includes entries committed during the export.
   *
   * @param after id of the entry after which to start
   * @throws Failure `ecosystem-not-found` at once for another tenant's ecosystem
   */
  exportOfEcosystem(
    ecosystemId: string,
    filter: AuditFilter,
    after: string | undefined,
    caller: Caller,
  ): AsyncGenerator<AuditEntry[]> {
    demandSameEcosystem(ecosystemId, caller);
    return this.batches(ecosystemId, filter, after);
  }

  /** As `exportOfEcosystem`, of all ecosystems or of one. @throws Failure `wrong-holder` at once */
  exportOfAll(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    after: string | undefined,
    caller: Caller,
  ): AsyncGenerator<AuditEntry[]> {
    demandAccount(caller);
    return this.batches(ecosystemId, filter, after);
  }

  async append(manager: EntityManager, caller: Caller, events: AuditEvent[]): Promise<void> {
    const rows = this.entriesOf(events.map((event) => ({ caller, event })));
    await bulkInsert(manager, { entity: AuditEntry, rows });
    this.count(manager, events);
  }

  /** Builds entries for callers that insert them in their own statement and then call `count`. */
  entriesOf(done: { caller: Caller; event: AuditEvent }[]): AuditEntry[] {
    const at = this.clock.now();
    return done.map(({ caller, event }) => ({
      id: newTimeOrderedId(),
      at,
      detail: null,
      ...event,
      callerHolder: caller.holder,
      callerTokenId: caller.tokenId,
      callerUserId: caller.userId,
      callerAddress: caller.address,
      requestId: caller.requestId,
    }));
  }

  count(manager: EntityManager, events: AuditEvent[]): void {
    void this.transactions.afterCommit(() => this.metrics.add(events), manager);
  }

  private async *batches(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    after: string | undefined,
  ): AsyncGenerator<AuditEntry[]> {
    for (let last = after; ;) {
      const rows = await this.repository.findOldest(ecosystemId, filter, batch, last);
      if (rows.length > 0) yield rows;
      if (rows.length < batch) return;
      last = rows.at(-1)!.id;
      // SQLite reads are synchronous: yield to other requests.
      await setImmediate();
    }
  }

  private async list(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    { limit, cursor }: PageRequest,
  ): Promise<Page<AuditEntry>> {
    const after = keyOfCursor(cursor, [''] as [string])?.[0];
    const rows = await this.repository.findPage(ecosystemId, filter, limit + 1, after);
    return pageOf(rows, limit, ({ id }) => [id]);
  }
}

function demandSameEcosystem(ecosystemId: string, caller: Caller): void {
  if (caller.ecosystemId === null || caller.ecosystemId === ecosystemId) return;
  throw new Failure('ecosystem-not-found', 'There is no such ecosystem');
}
