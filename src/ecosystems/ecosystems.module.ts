import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { EcosystemsService } from './ecosystems.service.js';

@Module({
  imports: [AuditModule],
  providers: [EcosystemsRepository, EcosystemsService],
  exports: [EcosystemsService],
})
export class EcosystemsModule {}
