import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemHosts } from './ecosystem-hosts.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';
import { RolesRepository } from './roles.repository.js';
import { RolesService } from './roles.service.js';

@Module({
  imports: [AuditModule],
  providers: [EcosystemHosts, EcosystemsRepository, EcosystemsService, RolesRepository, RolesService],
  exports: [EcosystemHosts, EcosystemsService, RolesService],
})
export class EcosystemsModule {}
