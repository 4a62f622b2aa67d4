import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ClockSkew } from '../database/health/clock-skew.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { MetricsService } from './metrics.service.js';
import { ProcessMeasures } from './process-measures.js';
import { RequestMeasures } from './request-measures.js';
import { StoreMeasures } from './store-measures.js';
import { TokenMeasures } from './token-measures.js';

/**
 * Gathers the counters of all rooms on request, and detects overload. Hands the result over as Prometheus
 * text.
 */
@Module({
  imports: [AuditModule, IdempotencyModule, TokensModule],
  providers: [ClockSkew, MetricsService, ProcessMeasures, RequestMeasures, StoreMeasures, TokenMeasures],
  exports: [MetricsService, RequestMeasures],
})
export class MetricsModule {}
