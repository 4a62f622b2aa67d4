import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { UsersModule } from '../users/users.module.js';
import { Burials } from '../sessions/invalidation.js';
import { CacheMembers } from '../sessions/membership/cache-members.repository.js';
import { CacheMembership } from '../sessions/membership/cache-membership.js';
import { Checkpoints } from './verify/last-use.writer.js';
import { MassRevocationService } from './revoke/bulk-revocation.service.js';
import { MassRevocations } from './revoke/bulk-revocations.repository.js';
import { ExplanationsRepository } from './explain/explanations.repository.js';
import { ExplanationsService } from './explain/explanations.service.js';
import { KeyDescentRepository } from './revoke/key-descent.repository.js';
import { KeyRevocationService } from './revoke/key-revocation.service.js';
import { Lineage } from './revoke/lineage.js';
import { LineageRepository } from './revoke/lineage.repository.js';
import { ImportsRepository } from './import/imports.repository.js';
import { ImportsService } from './import/imports.service.js';
import { PresentedSecrets } from './secrets/secret-lookup.js';
import { RevocationService } from './revoke/revocation.service.js';
import { TokenLists } from './tokens.reader.js';
import { RotationService } from './mint/rotation.service.js';
import { TokenStates } from './verify/token-state.reader.js';
import { TokensPruner } from './tokens.pruner.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './mint/mint.service.js';
import { TokensVerifier } from './verify/tokens.verifier.js';
import { UserMints } from './mint/mints.repository.js';
import { UserTokensRepository } from './revoke/named-tokens.repository.js';
import { UserTokensService } from './revoke/named-tokens.service.js';

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
