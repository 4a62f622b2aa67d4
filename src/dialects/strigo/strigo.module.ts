import { Module } from '@nestjs/common';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { StrigoController } from './strigo.controller.js';

@Module({ imports: [EcosystemsModule, UsersModule, TokensModule], controllers: [StrigoController] })
export class StrigoModule {}
