import { Module } from '@nestjs/common';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { SfoxController } from './sfox.controller.js';
import { SfoxUsersController } from './sfox-users.controller.js';
import { SfoxVerificationController } from './sfox-verification.controller.js';
import { VerificationSink } from './verification-sink.js';

/**
 * sFOX's end user and token API, with the delivery of verification codes. Hands over to the users and
 * tokens rooms.
 */
@Module({
  imports: [EcosystemsModule, UsersModule, TokensModule],
  controllers: [SfoxController, SfoxUsersController, SfoxVerificationController],
  providers: [VerificationSink],
})
export class SfoxModule {}
