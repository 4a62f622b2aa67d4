import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { DomainResolver } from './domain-resolver.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';
import { RoleAuthority } from './roles/role-authority.js';
import { DialectPermissionsService } from './roles/dialect-permissions.service.js';
import { RolesRepository } from './roles/roles.repository.js';
import { RolesService } from './roles/roles.service.js';

/** Tenants and their roles. Hands every change that ends or narrows tokens to the session invalidation. */
@Module({
  imports: [AuditModule, SessionsModule],
  providers: [
    DomainResolver,
    EcosystemsRepository,
    EcosystemsService,
    RoleAuthority,
    DialectPermissionsService,
    RolesRepository,
    RolesService,
  ],
  exports: [DomainResolver, EcosystemsService, DialectPermissionsService, RolesService],
})
export class EcosystemsModule {}
