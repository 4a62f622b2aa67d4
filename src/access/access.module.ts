import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { EcosystemsModule } from '../ecosystems/ecosystems.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AuthTokenGuard } from './auth-token.guard.js';
import { Authenticator } from './authenticator.js';
import { BearerGuard } from './bearer.guard.js';
import { PermissionsGuard } from './permissions.guard.js';

/** The guards stand before every route, in this order: who is it, then may they. */
@Module({
  imports: [EcosystemsModule, TokensModule],
  providers: [
    Authenticator,
    { provide: APP_GUARD, useClass: BearerGuard },
    { provide: APP_GUARD, useClass: AuthTokenGuard },
    { provide: APP_GUARD, useClass: PermissionsGuard },
  ],
})
export class AccessModule {}
