import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { UserDirectory } from './user-directory.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';
import { VerificationCodes } from './verification-codes.js';

@Module({
  imports: [AuditModule, EcosystemsModule],
  providers: [UsersRepository, UsersService, UserDirectory, VerificationCodes],
  exports: [UsersService, UserDirectory, VerificationCodes],
})
export class UsersModule {}
