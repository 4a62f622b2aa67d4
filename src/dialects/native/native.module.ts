import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AuditController } from './audit.controller.js';
import { AuditExportController } from './audit-export.controller.js';
import { BulkController } from './bulk.controller.js';
import { EdgeController } from './edge.controller.js';
import { EcosystemsController } from './ecosystems.controller.js';
import { ExplainController } from './explain.controller.js';
import { HealthController } from './health.controller.js';
import { ImportController } from './import.controller.js';
import { KeysController } from './keys.controller.js';
import { RotationController } from './rotation.controller.js';
import { RolesController } from './roles.controller.js';
import { MetricsController } from './metrics.controller.js';
import { ProblemsController } from './problems.controller.js';
import { TokensController } from './tokens.controller.js';
import { UsersController } from './users.controller.js';
import { VerificationController } from './verification.controller.js';

@Module({
  imports: [AuditModule, EcosystemsModule, UsersModule, TokensModule, IdempotencyModule, MetricsModule],
  controllers: [
    EcosystemsController,
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
    EdgeController,
    ExplainController,
    HealthController,
    MetricsController,
    ProblemsController,
  ],
})
export class NativeModule {}
