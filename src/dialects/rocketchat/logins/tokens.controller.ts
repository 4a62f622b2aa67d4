import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiResponse, ApiSecurity, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AnyCaller, CurrentCaller, WithAuthToken } from '../../../access/access.decorators.js';
import { demandPermission } from '../../../access/permissions.guard.js';
import type { Caller } from '../../../common/caller.js';
import { invalidField } from '../../../common/failure.js';
import { MintService } from '../../../tokens/mint/mint.service.js';
import { type NamedMint, NamedTokensService } from '../../../tokens/revoke/named-tokens.service.js';
import { RevocationService } from '../../../tokens/revoke/revocation.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { type Fields, fieldsOf } from '../shared/body.js';
import { isPlainText } from '../users/identity-rules.js';
import { RocketchatPermissions } from '../permissions/permissions.js';
import { RocketchatFailure } from '../shared/rocketchat.wire.js';
import { ApiRocketchatFailures, ApiRocketchatBodyFailures } from '../shared/api-failures.js';
import {
  NewPersonalToken,
  PersonalToken,
  PersonalTokenList,
  PersonalTokenMade,
  Succeeded,
  viewOfPersonalToken,
} from './tokens.wire.js';

const authenticated = { authToken: [], userId: [] };
const dialect = 'rocketchat';

@ApiTags('Personal access tokens')
@Controller('api/v1')
@WithAuthToken()
export class RocketchatTokensController {
  constructor(
    private readonly tokens: MintService,
    private readonly userTokens: NamedTokensService,
    private readonly revocation: RevocationService,
    private readonly permissions: RocketchatPermissions,
  ) {}

  /**
   * Generate a personal access token
   *
   * @remarks It never has more permissions than the presented token. Needs `create-personal-access-tokens`.
   * After a `login` with a password it never expires; otherwise it ends and dies with the presented token. A
   * token with an end set by another dialect cannot generate one.
   */
  @Post('users.generatePersonalAccessToken')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: NewPersonalToken })
  @ApiRocketchatBodyFailures(
    'users.generatePersonalAccessToken',
    'permission-denied',
    ['conflict', { field: 'name' }],
    ['invalid-input', { issues: [unnamed()] }],
  )
  async generatePersonalToken(
    @Body() body: object,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonalTokenMade> {
    const fields = fieldsOf(body);
    const name = nameIn(fields);
    await this.demandPersonalTokens(caller);
    const isBypassing = [true, 'true', 1].includes(fields.bypassTwoFactor as never);
    const request = mintRequest(name, isBypassing, await this.hasForeignEnd(caller));
    const { secret } = await this.userTokens.mintNamed(caller.ecosystemId!, caller.userId!, request, caller);
    return { token: secret, success: true };
  }

  /**
   * Regenerate a personal access token
   *
   * @remarks The old secret is refused when the response arrives; the name stays.
   */
  @Post('users.regeneratePersonalAccessToken')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: PersonalToken })
  @ApiRocketchatBodyFailures('users.regeneratePersonalAccessToken', 'permission-denied', 'token-not-found', [
    'invalid-input',
    { issues: [unnamed()] },
  ])
  async regeneratePersonalToken(
    @Body() body: object,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonalTokenMade> {
    const name = nameIn(fieldsOf(body));
    demandPermission(caller, 'self:manage');
    await this.demandPersonalTokens(caller);
    const { ecosystemId, userId } = caller;
    const old = await this.userTokens.requireNamed(ecosystemId!, userId!, dialect, name, caller);
    const isBypassing = old.dialectDetail?.bypassTwoFactor === true;
    const request = mintRequest(name, isBypassing, await this.hasForeignEnd(caller));
    const { secret } = await this.userTokens.replaceNamed(ecosystemId!, userId!, request, caller);
    return { token: secret, success: true };
  }

  /**
   * Remove a personal access token
   *
   * @remarks It is refused when the response arrives.
   */
  @Post('users.removePersonalAccessToken')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: PersonalToken })
  @ApiRocketchatBodyFailures('users.removePersonalAccessToken', 'permission-denied', 'token-not-found', [
    'invalid-input',
    { issues: [unnamed()] },
  ])
  async removePersonalToken(@Body() body: object, @CurrentCaller() caller: Caller): Promise<Succeeded> {
    const name = nameIn(fieldsOf(body));
    demandPermission(caller, 'self:manage');
    await this.demandPersonalTokens(caller);
    const { ecosystemId, userId } = caller;
    const { id } = await this.userTokens.requireNamed(ecosystemId!, userId!, dialect, name, caller);
    await this.revocation.revokeToken(ecosystemId!, id, caller);
    return { success: true };
  }

  /**
   * List one's own personal access tokens
   *
   * @remarks Oldest first, without the secrets.
   */
  @Get('users.getPersonalAccessTokens')
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiRocketchatFailures('users.getPersonalAccessTokens', 'permission-denied')
  @ApiResponse({
    status: 403,
    description: '`permission-denied`, from 8.0 on',
    content: {
      'application/json': {
        schema: { $ref: getSchemaPath(RocketchatFailure) },
        example: {
          success: false,
          error: 'User does not have the permissions required for this action [error-unauthorized]',
        },
      },
    },
  })
  async listPersonalTokens(@CurrentCaller() caller: Caller): Promise<PersonalTokenList> {
    await this.demandPersonalTokens(caller);
    const { ecosystemId, userId } = caller;
    const tokens = await this.userTokens.listNamed(ecosystemId!, userId!, dialect, caller);
    return { tokens: tokens.map(viewOfPersonalToken), success: true };
  }

  private demandPersonalTokens(caller: Caller): Promise<void> {
    return this.permissions.demand(caller, 'create-personal-access-tokens');
  }

  /**
   * Whether another dialect set the end of the presented token. Such a token is refused, rather than given a
   * shortened one.
   */
  private async hasForeignEnd(caller: Caller): Promise<boolean> {
    if (caller.endsAt === null) return false;
    const presented = await this.tokens.require(caller.ecosystemId!, caller.tokenId!, caller);
    return presented.dialect !== dialect;
  }
}

function mintRequest(name: string, bypassTwoFactor: boolean, isLifetimeChosen: boolean): NamedMint {
  return {
    lifetime: { expiryType: 'Infinite' },
    isLifetimeChosen,
    shape: 'plain',
    dialect,
    name,
    // Six of 43 characters, most of them the checksum: enough to distinguish tokens, useless for guessing.
    dialectDetail: (secret) => ({ lastTokenPart: secret.slice(-6), bypassTwoFactor }),
  };
}

function nameIn({ tokenName }: Fields): string {
  if (typeof tokenName !== 'string' || tokenName.trim() === '') {
    const { place, path, rule, message } = unnamed();
    throw invalidField(place, path, rule, message);
  }
  if (tokenName.length > 200 || !isPlainText(tokenName)) {
    throw invalidField('body', 'tokenName', 'plain', "The 'tokenName' param is invalid");
  }
  return tokenName;
}

function unnamed() {
  const message = "The 'tokenName' param is required";
  return { place: 'body', path: 'tokenName', rule: 'plain', message } as const;
}
