import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { comparingPassword, hashPassword } from './password.js';
import type { UserAttributes } from '../user.entity.js';
import { UsersRepository } from '../users.repository.js';
import { UsersService } from '../users.service.js';

/** Validity of a code, in ms, and its maximum attempts. */
const lifetime = 10 * 60 * 1000;
const attempts = 5;

/** Attributes of this dialect hold the code and the verified address, named after `channel`. */
export interface VerificationSlot {
  dialect: string;
  channel: string;
}

interface StoredCode {
  hash: string;
  to: string;
  expiresAt: number;
  attemptsLeft: number;
}

/** Six-digit codes that prove control of an address. Stored as argon2id hashes, because they are short. */
@Injectable()
export class VerificationCodes {
  constructor(
    private readonly repository: UsersRepository,
    private readonly users: UsersService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Issues a code for this address, replacing the previous one. @throws Failure as `UsersService.update` */
  async issue(
    ecosystemId: string,
    userId: string,
    slot: VerificationSlot,
    to: string,
    caller: Caller,
  ): Promise<string> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const hash = await hashPassword({ text: code });
    const stored: StoredCode = { hash, to, expiresAt: this.clock.now() + lifetime, attemptsLeft: attempts };
    const attributes = attributesFor(slot, { [codeField(slot)]: stored });
    await this.users.update(ecosystemId, userId, { attributes }, undefined, caller);
    return code;
  }

  /**
   * Checks and consumes the code, and marks its address as verified. Only one of several concurrent
   * confirmations succeeds.
   */
  async confirm(
    ecosystemId: string,
    userId: string,
    slot: VerificationSlot,
    code: string,
    caller: Caller,
  ): Promise<boolean> {
    return comparingPassword(async (compare) => {
      const tried = await this.attempt(ecosystemId, userId, slot);
      const matches = await compare(tried?.hash ?? null, { text: code });
      return matches && this.redeem(ecosystemId, userId, slot, tried!, caller);
    });
  }

  /** Counts an attempt and returns the code, if attempts remain. */
  private attempt(
    ecosystemId: string,
    userId: string,
    slot: VerificationSlot,
  ): Promise<StoredCode | undefined> {
    return this.transactions.run(async (manager) => {
      const stored = await this.lockedCode(manager, ecosystemId, userId, slot);
      if (!stored || stored.attemptsLeft <= 0 || this.clock.now() >= stored.expiresAt) return undefined;
      const counted = { ...stored, attemptsLeft: stored.attemptsLeft - 1 };
      const attributes = attributesFor(slot, { [codeField(slot)]: counted });
      await this.repository.mergeAttributes(manager, userId, attributes);
      return stored;
    });
  }

  /** Removes the code and marks its address as verified; false when the code was used or replaced meanwhile. */
  private redeem(
    ecosystemId: string,
    userId: string,
    slot: VerificationSlot,
    { hash, to }: StoredCode,
    caller: Caller,
  ): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const current = await this.lockedCode(manager, ecosystemId, userId, slot);
      if (current?.hash !== hash) return false;
      const attributes = attributesFor(slot, { [codeField(slot)]: null, [verifiedField(slot)]: to });
      await this.repository.mergeAttributes(manager, userId, attributes);
      const event = { action: 'user.update', ecosystemId, targetType: 'user', targetId: userId } as const;
      await this.audit.append(manager, caller, [{ ...event, detail: { fields: ['attributes'] } }]);
      return true;
    });
  }

  /** The current code. The read is an update, which locks the row until the transaction ends. */
  private async lockedCode(
    manager: EntityManager,
    ecosystemId: string,
    userId: string,
    slot: VerificationSlot,
  ): Promise<StoredCode | undefined> {
    const changes = { updatedAt: this.clock.now() };
    const user = await this.repository.update(manager, ecosystemId, userId, changes, undefined);
    return user?.attributes?.[slot.dialect]?.[codeField(slot)] as StoredCode | undefined;
  }
}

export const verifiedField = ({ channel }: VerificationSlot) => `verified_${channel}`;
const codeField = ({ channel }: VerificationSlot) => `${channel}_code`;

function attributesFor({ dialect }: VerificationSlot, fields: Record<string, unknown>): UserAttributes {
  return { [dialect]: fields };
}
