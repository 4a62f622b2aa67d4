import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { IdempotencyPruner } from './idempotency.pruner.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotencyService } from './idempotency.service.js';
import { ReplayedTokens } from './replayed-tokens.js';

/**
 * Stored answers to requests with an `Idempotency-Key`, encrypted for their caller. Handlers run inside
 * its transaction.
 */
@Module({
  imports: [TokensModule],
  providers: [IdempotencyPruner, IdempotencyRepository, IdempotencyService, ReplayedTokens],
  exports: [IdempotencyPruner, IdempotencyService],
})
export class IdempotencyModule {}
