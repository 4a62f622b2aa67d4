import { Module } from '@nestjs/common';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { StrigoController } from './strigo.controller.js';
import { StrigoOrganisationController } from './strigo-organisation.controller.js';
import { StrigoSdkController } from './strigo-sdk.controller.js';

/**
 * Strigo's user token API and its browser SDK calls. Hands over to the users, ecosystems, audit and tokens
 * rooms.
 */
@Module({
  imports: [EcosystemsModule, UsersModule, TokensModule],
  controllers: [StrigoController, StrigoOrganisationController, StrigoSdkController],
})
export class StrigoModule {}
