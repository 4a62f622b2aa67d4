import { Module } from '@nestjs/common';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { FailedLoginsRepository } from './failed-logins.repository.js';
import { FailedLoginsService } from './failed-logins.service.js';

@Module({
  providers: [AuditRepository, AuditService, FailedLoginsRepository, FailedLoginsService],
  exports: [AuditService, FailedLoginsService],
})
export class AuditModule {}
