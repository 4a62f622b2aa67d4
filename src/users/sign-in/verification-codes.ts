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

/** How long a code holds, in ms, and how often it may be tried. */
const lifetime = 10 * 60 * 1000;
const attempts = 5;

/** What is verified: the attributes of this dialect hold the code, and then the address, under names made of `channel`. */
export interface VerificationSlot {
  dialect: string;
  channel: string;
}

interface StoredCode {
  hash: string;
  /** The address to which it was sent. */
  to: string;
  expiresAt: number;
  attemptsLeft: number;
}

/** Codes of six digits that prove that a user reads an address. Stored as argon2id only, since they are short. */
@Injectable()
export class VerificationCodes {
  constructor(
    private readonly repository: UsersRepository,
    private readonly users: UsersService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** A new code for this address, in place of the one before. @throws Failure as `UsersService.update` */
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
   * Whether the code is right, which takes it: of several who confirm it at once, one is told so. Then the address to which
   * it was sent counts as verified.
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

  /** The code, when it may be tried once more; each try is counted before it is made. */
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

  /** Takes the code away and keeps the address as verified; false when it was taken, or replaced, in the meantime. */
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

  /** The code that the user has. Reading it is a change, which locks the row until the transaction ends. */
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

/** Name of the attribute that holds the address last verified. */
export const verifiedField = ({ channel }: VerificationSlot) => `verified_${channel}`;
const codeField = ({ channel }: VerificationSlot) => `${channel}_code`;

function attributesFor({ dialect }: VerificationSlot, fields: Record<string, unknown>): UserAttributes {
  return { [dialect]: fields };
}
