import { Module } from '@nestjs/common';
import { SessionInvalidation } from './invalidation.js';
import { CacheMembers } from './membership/cache-members.repository.js';
import { CacheMembership } from './membership/cache-membership.js';

/** What is cached of live tokens. The cache itself comes from the application, which knows the configuration. */
@Module({
  providers: [CacheMembers, CacheMembership, SessionInvalidation],
  exports: [CacheMembership, SessionInvalidation],
})
export class SessionsModule {}
