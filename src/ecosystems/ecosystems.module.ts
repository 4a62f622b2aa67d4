import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemHosts } from './ecosystem-hosts.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';
import { RoleAuthority } from './roles/role-authority.js';
import { RoleGrantsRepository } from './roles/dialect-permissions.repository.js';
import { RoleGrantsService } from './roles/dialect-permissions.service.js';
import { RolesRepository } from './roles/roles.repository.js';
import { RolesService } from './roles/roles.service.js';

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
