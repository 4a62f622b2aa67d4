import { Module } from '@nestjs/common';
import { SessionInvalidation } from './invalidation.js';
import { CacheMembers } from './membership/cache-members.repository.js';
import { CacheMembership } from './membership/cache-membership.js';

/** Cached sessions, their invalidation, and the processes that share a cache. The application provides the cache. */
@Module({
  providers: [CacheMembers, CacheMembership, SessionInvalidation],
  exports: [CacheMembership, SessionInvalidation],
})
export class SessionsModule {}
