import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { newTimeOrderedId } from '../common/identifier.js';
import { insertMany } from '../common/insert-many.js';
import { AuditEntry } from './audit-entry.entity.js';

/** What was done, as the room that did it tells it. */
export type Deed = Pick<AuditEntry, 'action' | 'ecosystemId' | 'targetType' | 'targetId'> &
  Partial<Pick<AuditEntry, 'detail'>>;

/** Writes the account of deeds, always inside the transaction of the deed itself. */
@Injectable()
export class AuditService {
  constructor(private readonly clock: Clock) {}

  /** Appends one entry per deed. */
  async append(manager: EntityManager, caller: Caller, deeds: Deed[]): Promise<void> {
    const at = this.clock.now();
    const entries = deeds.map((deed) => ({
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
}
