import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { LastUseWriter } from './verify/last-use.writer.js';
import { BulkRevocationService } from './revoke/bulk-revocation.service.js';
import { RevocationsRepository } from './revoke/revocations.repository.js';
import { ExplanationsRepository } from './explain/explanations.repository.js';
import { ExplanationsService } from './explain/explanations.service.js';
import { KeyRevocationService } from './revoke/key-revocation.service.js';
import { Lineage } from './revoke/lineage.js';
import { ImportsRepository } from './import/imports.repository.js';
import { ImportsService } from './import/imports.service.js';
import { SecretLookup } from './secrets/secret-lookup.js';
import { RevocationService } from './revoke/revocation.service.js';
import { TokensReader } from './tokens.reader.js';
import { RotationService } from './mint/rotation.service.js';
import { TokenStateReader } from './verify/token-state.reader.js';
import { TokensPruner } from './tokens.pruner.js';
import { TokensRepository } from './tokens.repository.js';
import { MintService } from './mint/mint.service.js';
import { TokensVerifier } from './verify/tokens.verifier.js';
import { MintsRepository } from './mint/mints.repository.js';
import { MintWithUserService } from './mint/mint-with-user.service.js';
import { NamedTokensService } from './revoke/named-tokens.service.js';

/**
 * Mints, verifies, revokes, imports and explains tokens. Hands over to users, ecosystems and sessions. The application
 * provides the session cache and the retention from the configuration.
 */
@Module({
  imports: [AuditModule, EcosystemsModule, SessionsModule, UsersModule],
  providers: [
    LastUseWriter,
    BulkRevocationService,
    RevocationsRepository,
    ExplanationsRepository,
    ExplanationsService,
    ImportsRepository,
    ImportsService,
    KeyRevocationService,
    Lineage,
    SecretLookup,
    RevocationService,
    TokensReader,
    RotationService,
    TokenStateReader,
    TokensPruner,
    TokensRepository,
    MintService,
    TokensVerifier,
    MintsRepository,
    MintWithUserService,
    NamedTokensService,
  ],
  exports: [
    SessionsModule,
    LastUseWriter,
    ExplanationsService,
    ImportsService,
    KeyRevocationService,
    BulkRevocationService,
    SecretLookup,
    RevocationService,
    RotationService,
    TokensReader,
    TokensPruner,
    MintService,
    TokenStateReader,
    TokensVerifier,
    MintWithUserService,
    NamedTokensService,
  ],
})
export class TokensModule {}
