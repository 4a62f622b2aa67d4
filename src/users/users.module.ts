import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { RegistrationService } from './registration.service.js';
import { SignInRepository } from './sign-in.repository.js';
import { SignInService } from './sign-in.service.js';
import { UserAuthority } from './user-authority.js';
import { UserRolesService } from './user-roles.service.js';
import { UserSearchRepository } from './user-search.repository.js';
import { UserSearchService } from './user-search.service.js';
import { UserDirectory } from './user-directory.js';
import { UserStandings } from './user-standings.repository.js';
import { UsersRepository } from './users.repository.js';
import { UserWrites } from './user-writes.js';
import { UsersService } from './users.service.js';
import { VerificationCodes } from './verification-codes.js';

@Module({
  imports: [AuditModule, EcosystemsModule],
  providers: [
    UserAuthority,
    RegistrationService,
    SignInRepository,
    SignInService,
    UserDirectory,
    UserRolesService,
    UserSearchRepository,
    UserSearchService,
    UserStandings,
    UserWrites,
    UsersRepository,
    UsersService,
    VerificationCodes,
  ],
  exports: [
    RegistrationService,
    SignInService,
    UserDirectory,
    UserRolesService,
    UserSearchService,
    UserStandings,
    UsersService,
    VerificationCodes,
  ],
})
export class UsersModule {}
