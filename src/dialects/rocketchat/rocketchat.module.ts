import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { EcosystemsModule } from '../../ecosystems/ecosystems.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AuthTokenGuard } from './auth-token.guard.js';
import { RocketchatLoginController } from './logins/login.controller.js';
import { RocketchatDirectoryController } from './users/directory.controller.js';
import { RocketchatInfoController } from './info.controller.js';
import { RocketchatPermissionsController } from './permissions/permissions.controller.js';
import { RocketchatSessionsController } from './logins/sessions.controller.js';
import { RocketchatTokensController } from './logins/tokens.controller.js';
import { RocketchatUsersController } from './users/users.controller.js';
import { RocketchatLogin } from './logins/login.js';
import { RocketchatPeople } from './users/people.js';
import { RocketchatPermissions } from './permissions/permissions.js';
import { AnonymousCallers } from './shared/anonymous-caller.js';

/**
 * Rocket.Chat's login, token, user and permission calls. Hands over to the users, ecosystems and tokens
 * rooms.
 */
@Module({
  imports: [AccessModule, EcosystemsModule, UsersModule, TokensModule],
  controllers: [
    RocketchatLoginController,
    RocketchatDirectoryController,
    RocketchatInfoController,
    RocketchatPermissionsController,
    RocketchatSessionsController,
    RocketchatTokensController,
    RocketchatUsersController,
  ],
  providers: [AuthTokenGuard, RocketchatLogin, RocketchatPeople, RocketchatPermissions, AnonymousCallers],
})
export class RocketchatModule {}
