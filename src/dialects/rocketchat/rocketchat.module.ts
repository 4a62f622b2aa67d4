import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { RocketchatController } from './rocketchat.controller.js';
import { RocketchatLogin } from './rocketchat.login.js';

@Module({
  imports: [AccessModule, EcosystemsModule, UsersModule, TokensModule],
  controllers: [RocketchatController],
  providers: [RocketchatLogin],
})
export class RocketchatModule {}
