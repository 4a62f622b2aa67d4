import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Caller, demandAccount } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { newTimeOrderedId } from '../common/identifier.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../common/page.js';
import { bulkInsert } from '../database/bulk-insert.js';
import { Transactions } from '../database/transactions/transactions.js';
import { AuditEntry } from './audit-entry.entity.js';
import { type AuditFilter, AuditRepository } from './audit.repository.js';
import { AuditMetrics } from './audit-metrics.js';

/** What was done, as the room that did it tells it. */
export type AuditEvent = Pick<AuditEntry, 'action' | 'ecosystemId' | 'targetType' | 'targetId'> &
  Partial<Pick<AuditEntry, 'detail'>>;

/** Entries that an export reads and holds at once. */
const batch = 500;

/** Keeps the account of deeds: each is written inside the transaction of the deed itself. */
@Injectable()
export class AuditService {
  readonly counted = new AuditMetrics();

  constructor(
    private readonly repository: AuditRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * What was done in the ecosystem, the newest first. Whether it is there, this room cannot know: its asker has seen to
   * that by `EcosystemsService.require`.
   *
   * @throws Failure `ecosystem-not-found` for one of another tenant
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
   * What was done everywhere, or in one ecosystem, also in a deleted one.
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
   * All that was done in the ecosystem, the oldest first, in batches: the next one is read when it is asked for, so that
   * of however many entries only one batch is held. What is committed meanwhile belongs to it too.
   *
   * @param after id of the entry after which to begin
   * @throws Failure `ecosystem-not-found` at once for one of another tenant
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

  /** As `exportOfEcosystem`, of everywhere or of one ecosystem. @throws Failure `wrong-holder` at once */
  exportOfAll(
    ecosystemId: string | undefined,
    filter: AuditFilter,
    after: string | undefined,
    caller: Caller,
  ): AsyncGenerator<AuditEntry[]> {
    demandAccount(caller);
    return this.batches(ecosystemId, filter, after);
  }

  /** Appends one entry per deed. */
  async append(manager: EntityManager, caller: Caller, events: AuditEvent[]): Promise<void> {
    const rows = this.entriesOf(events.map((event) => ({ caller, event })));
    await bulkInsert(manager, { entity: AuditEntry, rows });
    this.count(manager, events);
  }

  /** The entries of these deeds, for who inserts them with what they tell of, and has what was inserted counted. */
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

  /** Counts these deeds as soon as the transaction of the manager is committed. */
  count(manager: EntityManager, events: AuditEvent[]): void {
    this.transactions.whenCommitted(manager, () => this.counted.add(events));
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
      // On SQLite a read waits for nothing: others have their turn here.
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
