import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemHosts } from './ecosystem-hosts.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';
import { RoleAuthority } from './role-authority.js';
import { RoleGrantsRepository } from './role-grants.repository.js';
import { RoleGrantsService } from './role-grants.service.js';
import { RolesRepository } from './roles.repository.js';
import { RolesService } from './roles.service.js';

@Module({
  imports: [AuditModule],
  providers: [
    EcosystemHosts,
    EcosystemsRepository,
    EcosystemsService,
    RoleAuthority,
    RoleGrantsRepository,
    RoleGrantsService,
    RolesRepository,
    RolesService,
  ],
  exports: [EcosystemHosts, EcosystemsService, RoleGrantsService, RolesService],
})
export class EcosystemsModule {}
