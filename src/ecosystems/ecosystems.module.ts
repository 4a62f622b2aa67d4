import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';
import { RoleGrantsRepository } from './role-grants.repository.js';
import { RoleGrantsService } from './role-grants.service.js';

@Module({
  imports: [AuditModule],
  providers: [EcosystemsRepository, EcosystemsService, RoleGrantsRepository, RoleGrantsService],
  exports: [EcosystemsService, RoleGrantsService],
})
export class EcosystemsModule {}
