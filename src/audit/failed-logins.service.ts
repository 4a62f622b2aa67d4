import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Caller, systemCaller } from '../common/caller.js';
import { Clock } from '../common/clock.js';
import { locks } from '../database/advisory-locks.js';
import { Pruner } from '../database/pruner.js';
import { Transactions } from '../database/transactions/transactions.js';
import { safeMessage } from '../common/safe-error.js';
import { AuditService, type AuditEvent } from './audit.service.js';
import type { FailedLogins } from './failed-logins.entity.js';
import { FailedLoginsRepository } from './failed-logins.repository.js';

const hourMs = 3_600_000;
const batch = 200;

/**
 * Counts failed logins by hour and account. Writes an audit entry at the 1st, 10th, 100th… failure of an
 * hour, to show an attack while it runs, and one with the sum after the hour. So the number of rows stays
 * small. The typed name is never stored.
 */
@Injectable()
export class FailedLoginsService extends Pruner {
  constructor(
    private readonly repository: FailedLoginsRepository,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    dataSource: DataSource,
    clock: Clock,
  ) {
    super(dataSource, locks.failedLogins, clock);
  }

  /** @param userId undefined when no account has the name. A failed count changes no response. */
  async add(ecosystemId: string, userId: string | undefined, caller: Caller): Promise<void> {
    const now = this.clock.now();
    const key = { ecosystemId, userId: userId ?? '', hour: now - (now % hourMs) };
    try {
      await this.transactions.run(async (manager) => {
        const failures = await this.repository.add(manager, key);
        if (isWrittenAtOnce(failures))
          await this.audit.append(manager, caller, [failedLoginEvent({ ...key, failures })]);
      });
    } catch (error) {
      this.logger.error(`A failed login could not be counted: ${safeMessage(error)}`);
    }
  }

  /** Moves the sums of past hours to the audit. */
  protected async sweep(): Promise<number> {
    const now = this.clock.now();
    const current = now - (now % hourMs);
    let total = 0;
    for (let some = await this.over(current); some.length > 0; some = await this.over(current)) {
      await this.transactions.run(async (manager) => {
        const events: AuditEvent[] = [];
        for (const counted of some) {
          const isRemoved = await this.repository.remove(manager, counted);
          if (isRemoved && !isWrittenAtOnce(counted.failures)) events.push(failedLoginEvent(counted));
        }
        if (events.length > 0) await this.audit.append(manager, systemCaller, events);
      });
      total += some.length;
      this.removed(some.length);
    }
    return total;
  }

  private over(current: number): Promise<FailedLogins[]> {
    return this.repository.findBefore(current, batch);
  }
}

function isWrittenAtOnce(failures: number): boolean {
  return Number.isInteger(Math.log10(failures));
}

function failedLoginEvent({ ecosystemId, userId, hour, failures }: FailedLogins): AuditEvent {
  const target = userId
    ? ({ targetType: 'user', targetId: userId } as const)
    : ({ targetType: 'ecosystem', targetId: ecosystemId } as const);
  const detail = { hour: new Date(hour).toISOString(), failures };
  return { action: 'user.login-failed', ecosystemId, ...target, detail };
}
