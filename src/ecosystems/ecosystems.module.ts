import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';
import { RolesRepository } from './roles.repository.js';
import { RolesService } from './roles.service.js';

@Module({
  imports: [AuditModule],
  providers: [EcosystemsRepository, EcosystemsService, RolesRepository, RolesService],
  exports: [EcosystemsService, RolesService],
})
export class EcosystemsModule {}
