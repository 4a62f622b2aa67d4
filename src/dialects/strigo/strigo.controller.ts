import { Controller, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import { missing } from '../../access/authenticator.js';
import { demandPermission } from '../../access/permissions.guard.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { MintService } from '../../tokens/mint/mint.service.js';
import { UsersService } from '../../users/users.service.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Body } from '../shared/validated-input.decorators.js';
import { strigoDialect } from './strigo.dialect.js';
import {
  CreateUserToken,
  mintRequestOf,
  StrigoFailure,
  UserTokenCreated,
  userTokenCreated,
} from './strigo.wire.js';

@ApiTags('User tokens')
@Controller('api/v1')
export class StrigoController {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: MintService,
    private readonly clock: Clock,
  ) {}

  /**
   * Create a user token
   *
   * @remarks Identifies the user by e-mail address and creates an unknown one. Updates `name` and
   * `externalUserId` of a known user when they are given and the key has `users:update`.
   * `libro/generate-token` is Strigo's path until 2022.
   */
  @Post(['academy/users/token', 'libro/generate-token'])
  @Holders('server', 'account')
  @RequirePermission('tokens:mint')
  @ApiBearerAuth('apiKey')
  @ApiFailures(strigoDialect, StrigoFailure, 'malformed-body', 'user-inactive', 'conflict', [
    'invalid-input',
    {
      issues: [{ place: 'body', path: 'email', rule: 'isEmail', message: 'Must be a valid email address' }],
    },
  ])
  async createUserToken(
    @Body() body: CreateUserToken,
    @CurrentCaller() caller: Caller,
  ): Promise<UserTokenCreated> {
    const { ecosystemId } = caller;
    if (!ecosystemId) throw missing('credentials of the form ORG_ID:API_KEY');
    demandPermission(caller, 'users:create');
    const request = mintRequestOf(body, this.clock.now());
    const { email, name, externalUserId } = body;
    const given = { name: name || undefined, externalId: externalUserId || undefined };
    const user = await this.users.identify(ecosystemId, email, given, caller);
    return userTokenCreated(await this.tokens.mintForUser(ecosystemId, user.id, request, caller));
  }
}
