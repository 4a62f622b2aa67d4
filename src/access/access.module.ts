import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AuthTokenGuard } from './auth-token.guard.js';
import { Authenticator } from './authenticator.js';
import { BearerGuard } from './bearer.guard.js';
import { FailedAttempts } from './failed-attempts.js';
import { PermissionsGuard } from './permissions.guard.js';
import { RateLimits } from './rate-limits.js';

/**
 * The guards stand before every route, in this order: who is it, then may they, and how often. Where it is counted
 * comes from the application, which knows the configuration.
 */
@Module({
  imports: [EcosystemsModule, TokensModule],
  providers: [
    Authenticator,
    FailedAttempts,
    RateLimits,
    { provide: APP_GUARD, useClass: BearerGuard },
    { provide: APP_GUARD, useClass: AuthTokenGuard },
    { provide: APP_GUARD, useClass: PermissionsGuard },
  ],
  exports: [FailedAttempts],
})
export class AccessModule {}
