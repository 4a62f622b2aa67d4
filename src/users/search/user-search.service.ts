import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { User } from '../user.entity.js';
import type { UserSearch } from './user-search.js';
import { UserSearchRepository } from './user-search.repository.js';

/** Users by what is known of them, a part at a time by its place: for dialects whose original counts places. */
@Injectable()
export class UserSearchService {
  constructor(
    private readonly repository: UserSearchRepository,
    private readonly ecosystems: EcosystemsService,
  ) {}

  /** That part of the users that are searched for, and how many they are in all. @throws Failure `ecosystem-not-found` */
  async search(
    ecosystemId: string,
    search: UserSearch,
    caller: Caller,
  ): Promise<{ users: User[]; total: number }> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.repository.search(ecosystemId, search);
  }
}
