import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditExportController } from './audit/audit-export.controller.js';
import { BulkController } from './tokens/bulk.controller.js';
import { ForwardAuthController } from './verification/forward-auth.controller.js';
import { EcosystemsController } from './ecosystems/ecosystems.controller.js';
import { ExplainController } from './verification/explain.controller.js';
import { HealthController } from './operations/health.controller.js';
import { ImportController } from './import/import.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { RotationController } from './keys/rotation.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { MetricsController } from './operations/metrics.controller.js';
import { ProblemsController } from './problems/problems.controller.js';
import { UserIdResolver } from './shared/user-id-resolver.js';
import { TokensController } from './tokens/tokens.controller.js';
import { BulkUsersController } from './users/bulk-users.controller.js';
import { UsersController } from './users/users.controller.js';
import { VerificationController } from './verification/verification.controller.js';

/** Tokenwright's own API under `/v1`, with health, metrics and problem pages. Hands over to the core rooms. */
@Module({
  imports: [AuditModule, EcosystemsModule, UsersModule, TokensModule, IdempotencyModule, MetricsModule],
  controllers: [
    EcosystemsController,
    BulkUsersController,
    UsersController,
    TokensController,
    KeysController,
    AuditController,
    AuditExportController,
    RotationController,
    BulkController,
    ImportController,
    RolesController,
    VerificationController,
    ForwardAuthController,
    ExplainController,
    HealthController,
    MetricsController,
    ProblemsController,
  ],
  providers: [UserIdResolver],
})
export class NativeModule {}
