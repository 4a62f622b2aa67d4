import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { RocketchatController } from './rocketchat.controller.js';
import { RocketchatDirectoryController } from './rocketchat.directory.controller.js';
import { RocketchatInfoController } from './rocketchat.info.controller.js';
import { RocketchatPermissionsController } from './rocketchat.permissions.controller.js';
import { RocketchatSessionsController } from './rocketchat.sessions.controller.js';
import { RocketchatTokensController } from './rocketchat.tokens.controller.js';
import { RocketchatUsersController } from './rocketchat.users.controller.js';
import { RocketchatLogin } from './rocketchat.login.js';
import { RocketchatPeople } from './rocketchat.people.js';
import { RocketchatPermissions } from './rocketchat.permissions.js';
import { RocketchatVisitors } from './rocketchat.visitors.js';

@Module({
  imports: [AccessModule, EcosystemsModule, UsersModule, TokensModule],
  controllers: [
    RocketchatController,
    RocketchatDirectoryController,
    RocketchatInfoController,
    RocketchatPermissionsController,
    RocketchatSessionsController,
    RocketchatTokensController,
    RocketchatUsersController,
  ],
  providers: [RocketchatLogin, RocketchatPeople, RocketchatPermissions, RocketchatVisitors],
})
export class RocketchatModule {}
