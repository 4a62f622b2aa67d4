import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { IdempotencyPruner } from './idempotency.pruner.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotencyService } from './idempotency.service.js';
import { ReplayedTokens } from './replayed-tokens.js';

@Module({
  imports: [TokensModule],
  providers: [IdempotencyPruner, IdempotencyRepository, IdempotencyService, ReplayedTokens],
  exports: [IdempotencyPruner, IdempotencyService],
})
export class IdempotencyModule {}
