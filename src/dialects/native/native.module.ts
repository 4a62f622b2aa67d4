import { Module } from '@nestjs/common';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { EcosystemsController } from './ecosystems.controller.js';
import { HealthController } from './health.controller.js';
import { KeysController } from './keys.controller.js';
import { ProblemsController } from './problems.controller.js';
import { TokensController } from './tokens.controller.js';
import { UsersController } from './users.controller.js';
import { VerificationController } from './verification.controller.js';

@Module({
  imports: [EcosystemsModule, UsersModule, TokensModule],
  controllers: [
    EcosystemsController,
    UsersController,
    TokensController,
    KeysController,
    VerificationController,
    HealthController,
    ProblemsController,
  ],
})
export class NativeModule {}
