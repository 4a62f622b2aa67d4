import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { UsersModule } from '../users/users.module.js';
import { Burials } from './burials.js';
import { CacheMembers } from './cache-members.repository.js';
import { CacheMembership } from './cache-membership.js';
import { Checkpoints } from './checkpoints.js';
import { MassRevocationService } from './mass-revocation.service.js';
import { MassRevocations } from './mass-revocations.repository.js';
import { ExplanationsRepository } from './explanations.repository.js';
import { ExplanationsService } from './explanations.service.js';
import { KeyDescentRepository } from './key-descent.repository.js';
import { KeyRevocationService } from './key-revocation.service.js';
import { Lineage } from './lineage.js';
import { LineageRepository } from './lineage.repository.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';
import { PresentedSecrets } from './presented-secrets.js';
import { RevocationService } from './revocation.service.js';
import { TokenLists } from './token-lists.js';
import { RotationService } from './rotation.service.js';
import { TokenStates } from './token-states.js';
import { TokensPruner } from './tokens.pruner.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';
import { TokensVerifier } from './tokens.verifier.js';
import { UserMints } from './user-mints.repository.js';
import { UserTokensRepository } from './user-tokens.repository.js';
import { UserTokensService } from './user-tokens.service.js';

/** The core's main room. The session cache and the retention come from the application, which knows the configuration. */
@Module({
  imports: [AuditModule, EcosystemsModule, UsersModule],
  providers: [
    Burials,
    CacheMembers,
    CacheMembership,
    Checkpoints,
    MassRevocationService,
    MassRevocations,
    ExplanationsRepository,
    ExplanationsService,
    ImportsRepository,
    ImportsService,
    KeyDescentRepository,
    KeyRevocationService,
    Lineage,
    LineageRepository,
    PresentedSecrets,
    RevocationService,
    TokenLists,
    RotationService,
    TokenStates,
    TokensPruner,
    TokensRepository,
    TokensService,
    TokensVerifier,
    UserMints,
    UserTokensRepository,
    UserTokensService,
  ],
  exports: [
    Burials,
    CacheMembership,
    Checkpoints,
    ExplanationsService,
    ImportsService,
    KeyRevocationService,
    MassRevocationService,
    PresentedSecrets,
    RevocationService,
    RotationService,
    TokenLists,
    TokensPruner,
    TokensService,
    TokenStates,
    TokensVerifier,
    UserTokensService,
  ],
})
export class TokensModule {}
