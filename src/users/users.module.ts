import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { BulkUsersService } from './bulk-users.service.js';
import { RegistrationService } from './sign-in/registration.service.js';
import { SignInRepository } from './sign-in/sign-in.repository.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { UserAuthority } from './roles/user-authority.js';
import { UserRolesService } from './roles/user-roles.service.js';
import { UserSearchRepository } from './search/user-search.repository.js';
import { UserSearchService } from './search/user-search.service.js';
import { UserDirectory } from './search/user-directory.js';
import { UsersRepository } from './users.repository.js';
import { UserWrites } from './user-writes.js';
import { UsersService } from './users.service.js';
import { VerificationCodes } from './sign-in/verification-codes.js';

/**
 * Users: their names, sign-in, roles and search. Hands every change that ends or narrows tokens to the
 * session invalidation.
 */
@Module({
  imports: [AuditModule, EcosystemsModule, SessionsModule],
  providers: [
    BulkUsersService,
    UserAuthority,
    RegistrationService,
    SignInRepository,
    SignInService,
    UserDirectory,
    UserRolesService,
    UserSearchRepository,
    UserSearchService,
    UserWrites,
    UsersRepository,
    UsersService,
    VerificationCodes,
  ],
  exports: [
    BulkUsersService,
    RegistrationService,
    SignInService,
    UserDirectory,
    UserRolesService,
    UserSearchService,
    UsersService,
    VerificationCodes,
  ],
})
export class UsersModule {}
