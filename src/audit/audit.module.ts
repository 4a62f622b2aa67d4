import { Module } from '@nestjs/common';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { FailedLoginsRepository } from './failed-logins.repository.js';
import { FailedLoginsService } from './failed-logins.service.js';

/**
 * The append-only audit, and the counts of failed logins. Other rooms hand it their events inside their
 * own transaction.
 */
@Module({
  providers: [AuditRepository, AuditService, FailedLoginsRepository, FailedLoginsService],
  exports: [AuditService, FailedLoginsService],
})
export class AuditModule {}
