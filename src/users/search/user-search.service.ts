import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { User } from '../user.entity.js';
import type { UserSearch } from './user-search.js';
import { UserSearchRepository } from './user-search.repository.js';

/** User search with offsets, for dialects whose original pages by offset. */
@Injectable()
export class UserSearchService {
  constructor(
    private readonly repository: UserSearchRepository,
    private readonly ecosystems: EcosystemsService,
  ) {}

  /** A page of the matching users, and the total count. @throws Failure `ecosystem-not-found` */
  async search(
    ecosystemId: string,
    search: UserSearch,
    caller: Caller,
  ): Promise<{ users: User[]; total: number }> {
    await this.ecosystems.require(ecosystemId, caller);
    return this.repository.search(ecosystemId, search);
  }
}
