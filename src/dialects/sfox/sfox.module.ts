import { Module } from '@nestjs/common';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { SfoxController } from './sfox.controller.js';

@Module({ imports: [EcosystemsModule, UsersModule, TokensModule], controllers: [SfoxController] })
export class SfoxModule {}
