import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { UserRolesService } from './user-roles.service.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AuditModule, EcosystemsModule],
  providers: [UserRolesService, UsersRepository, UsersService],
  exports: [UserRolesService, UsersService],
})
export class UsersModule {}
