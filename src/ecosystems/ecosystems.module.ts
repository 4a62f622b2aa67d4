import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemHosts } from './ecosystem-hosts.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';

@Module({
  imports: [AuditModule],
  providers: [EcosystemHosts, EcosystemsRepository, EcosystemsService],
  exports: [EcosystemHosts, EcosystemsService],
})
export class EcosystemsModule {}
