import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { Failure } from '../common/failure.js';
import { newTimeOrderedId } from '../common/identifier.js';
import { keyOfCursor, type Page, pageOf, type PageRequest } from '../common/page.js';
import { insertMany } from '../common/insert-many.js';
import { AuditEntry } from './audit-entry.entity.js';
import { type AuditFilter, AuditRepository } from './audit.repository.js';

/** What was done, as the room that did it tells it. */
export type Deed = Pick<AuditEntry, 'action' | 'ecosystemId' | 'targetType' | 'targetId'> &
  Partial<Pick<AuditEntry, 'detail'>>;

/** Keeps the account of deeds: each is written inside the transaction of the deed itself. */
@Injectable()
export class AuditService {
  constructor(
    private readonly repository: AuditRepository,
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
    if (caller.ecosystemId !== null && caller.ecosystemId !== ecosystemId) {
      throw new Failure('ecosystem-not-found', 'There is no such ecosystem');
    }
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
    if (caller.ecosystemId !== null) throw new Failure('wrong-holder', 'Only an account token may do this');
    return this.list(ecosystemId, filter, request);
  }

  /** Appends one entry per deed. */
  append(manager: EntityManager, caller: Caller, deeds: Deed[]): Promise<void> {
    return this.appendOf(
      manager,
      deeds.map((deed) => ({ caller, deed })),
    );
  }

  /** As `append`, for deeds of several callers. */
  async appendOf(manager: EntityManager, done: { caller: Caller; deed: Deed }[]): Promise<void> {
    const at = this.clock.now();
    const entries = done.map(({ caller, deed }) => ({
      id: newTimeOrderedId(),
      at,
      detail: null,
      ...deed,
      callerHolder: caller.holder,
      callerTokenId: caller.tokenId,
      callerUserId: caller.userId,
      requestId: caller.requestId,
    }));
    await insertMany(manager, AuditEntry, entries);
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
