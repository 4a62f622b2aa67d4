import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AnyCaller, CurrentCaller, WithAuthToken } from '../../../access/access.decorators.js';
import { demandPermission } from '../../../access/permissions.guard.js';
import type { Caller } from '../../../common/caller.js';
import { RevocationService } from '../../../tokens/revoke/revocation.service.js';
import { MintService } from '../../../tokens/mint/mint.service.js';
import { NamedTokensService } from '../../../tokens/revoke/named-tokens.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { fieldsOf, firstText } from '../shared/body.js';
import { RocketchatPermissions } from '../permissions/permissions.js';
import { ApiRocketchatFailures, ApiRocketchatBodyFailures } from '../shared/api-failures.js';
import { LogoutUser, OthersLoggedOut, Succeeded, UserLoggedOut } from './tokens.wire.js';

const authenticated = { authToken: [], userId: [] };

@ApiTags('Users')
@Controller('api/v1')
@WithAuthToken()
export class RocketchatSessionsController {
  constructor(
    private readonly tokens: MintService,
    private readonly userTokens: NamedTokensService,
    private readonly revocation: RevocationService,
    private readonly permissions: RocketchatPermissions,
  ) {}

  /**
   * Log a user out everywhere
   *
   * @remarks Revokes every token of the user, personal access tokens included. Needs `logout-other-user` for
   * others, `self:manage` for oneself.
   */
  @Post('users.logout')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: LogoutUser })
  @ApiRocketchatBodyFailures('users.logout', 'permission-denied', 'user-not-found')
  async logoutUser(@Body() body: object, @CurrentCaller() caller: Caller): Promise<UserLoggedOut> {
    const userId = firstText(fieldsOf(body), 'userId') ?? caller.userId!;
    if (userId === caller.userId) demandPermission(caller, 'self:manage');
    else await this.permissions.demand(caller, 'logout-other-user');
    await this.revocation.revokeAllOfUser(caller.ecosystemId!, userId, caller);
    return { message: `User ${userId} has been logged out!`, success: true };
  }

  /**
   * Log oneself out everywhere else
   *
   * @remarks Revokes one's own tokens except the presented one and personal access tokens. Needs
   * `self:manage`.
   */
  @Post('users.logoutOtherClients')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiRocketchatFailures('users.logoutOtherClients', 'permission-denied')
  async logoutOtherClients(
    @Req() { headers }: FastifyRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<OthersLoggedOut> {
    demandPermission(caller, 'self:manage');
    const { ecosystemId, userId, tokenId } = caller;
    await this.userTokens.revokeOthers(ecosystemId!, userId!, { namedOf: 'rocketchat' }, caller);
    const { expiresAt } = await this.tokens.require(ecosystemId!, tokenId!, caller);
    const tokenExpires = expiresAt === null ? '' : new Date(expiresAt).toISOString();
    return { token: String(headers['x-auth-token']), tokenExpires, success: true };
  }

  /**
   * Remove one's other tokens
   *
   * @remarks Revokes one's own tokens except the presented one, personal access tokens included. Needs
   * `self:manage`.
   */
  @Post('users.removeOtherTokens')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiRocketchatFailures('users.removeOtherTokens', 'permission-denied')
  async removeOtherTokens(@CurrentCaller() caller: Caller): Promise<Succeeded> {
    demandPermission(caller, 'self:manage');
    await this.userTokens.revokeOthers(caller.ecosystemId!, caller.userId!, {}, caller);
    return { success: true };
  }
}
