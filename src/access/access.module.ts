import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AdmittedGuard } from './admitted.guard.js';
import { Authenticator } from './authenticator.js';
import { BearerGuard } from './bearer.guard.js';
import { FailedAttempts } from './rate-limit/failed-attempts.js';
import { PermissionsGuard } from './permissions.guard.js';
import { RateLimits } from './rate-limit/rate-limits.js';

/**
 * Authentication, authorization and rate limits. The application provides the place of the counters and the
 * limits, and the `http` room runs the guards.
 */
@Module({
  imports: [EcosystemsModule, TokensModule],
  providers: [
    Authenticator,
    FailedAttempts,
    RateLimits,
    BearerGuard,
    PermissionsGuard,
    { provide: APP_GUARD, useClass: AdmittedGuard },
  ],
  exports: [Authenticator, FailedAttempts],
})
export class AccessModule {}
