import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Failure } from '../common/failure.js';
import { Transactions } from '../database/transactions/transactions.js';
import { uniqueViolation } from '../database/unique-violation.js';
import { takenField } from './user-changes.js';
import type { User } from './user.entity.js';
import type { Reference } from './names/user-names.js';
import { UsersRepository } from './users.repository.js';

/** Transactions that write users. Translates unique violations into the taken field. */
@Injectable()
export class UserWrites {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: UsersRepository,
  ) {}

  /**
   * @param created the user that the work creates
   * @throws Failure `conflict` naming the field whose value another user has
   */
  async run<T>(work: (manager: EntityManager) => Promise<T>, created?: User): Promise<T> {
    try {
      return await this.transactions.run(work);
    } catch (error) {
      const taken = uniqueViolation(error);
      if (taken === undefined) throw error;
      const field = takenField(taken);
      if (field !== 'reference') throw new Failure('conflict', `Another user has this ${field}`, { field });
      throw await this.takenReference(created);
    }
  }

  private async takenReference(created: User | undefined): Promise<Failure> {
    const isId =
      created && (await this.repository.isReferenced(created.ecosystemId, created.id as Reference));
    return isId
      ? new Failure('conflict', 'Another user has this id as its externalId', { field: 'id' })
      : new Failure('conflict', 'Another user has, or had, this externalId as its id', {
          field: 'externalId',
        });
  }
}
