import { Injectable } from '@nestjs/common';
import { ReadConnection } from '../../database/read-connection.js';
import { User } from '../user.entity.js';
import { applyCondition, applySort, type UserSearch } from './user-search.js';

@Injectable()
export class UserSearchRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** A page of the matching live users, and the total count. */
  async search(
    ecosystemId: string,
    { where, sort, offset, count }: UserSearch,
  ): Promise<{ users: User[]; total: number }> {
    const query = this.dataSource.manager
      .createQueryBuilder(User, 'person')
      .where('person.ecosystemId = :ecosystemId AND person.deletedAt IS NULL', { ecosystemId });
    applyCondition(query, where);
    const total = await query.getCount();
    applySort(query, sort);
    const users = await query.offset(offset).limit(count).getMany();
    return { users, total };
  }
}
