import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { UserRolesService } from './user-roles.service.js';
import { UserSearchRepository } from './user-search.repository.js';
import { UserSearchService } from './user-search.service.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AuditModule, EcosystemsModule],
  providers: [UserRolesService, UserSearchRepository, UserSearchService, UsersRepository, UsersService],
  exports: [UserRolesService, UserSearchService, UsersService],
})
export class UsersModule {}
