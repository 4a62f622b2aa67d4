import { Module } from '@nestjs/common';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { DroplitController } from './droplit.controller.js';
import { DroplitUsersController } from './droplit-users.controller.js';

/** Droplit's user API on its original paths. Hands over to the users and tokens rooms. */
@Module({
  imports: [EcosystemsModule, UsersModule, TokensModule],
  controllers: [DroplitController, DroplitUsersController],
})
export class DroplitModule {}
