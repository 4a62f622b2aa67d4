import { Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { MintService } from '../../tokens/mint/mint.service.js';
import { UsersService } from '../../users/users.service.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Body } from '../shared/validated-input.decorators.js';
import { sfoxDialect } from './sfox.dialect.js';
import {
  CreateUserTokens,
  mintRequest,
  SfoxFailure,
  type UserToken,
  userToken,
  UserTokenCreated,
  UserTokensCreated,
} from './sfox.wire.js';

const refusals = ['unauthenticated', 'user-not-found'] as const;

@ApiTags('User auth tokens')
@ApiBearerAuth('apiKey')
@Controller('v1/enterprise/user-tokens')
@Holders('server')
@RequirePermission('tokens:mint')
export class SfoxController {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: MintService,
  ) {}

  /**
   * Create user auth token
   *
   * @remarks For one user, valid for 24 hours. Older tokens of the user stay valid.
   */
  @Post(':user_id')
  @ApiFailures(sfoxDialect, SfoxFailure, ...refusals)
  async createUserToken(
    @Param('user_id') userId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<UserTokenCreated> {
    const [data] = await this.mint([userId], caller);
    return { data: data! };
  }

  /**
   * Create multiple user auth tokens
   *
   * @remarks All or nothing: the error names every unknown or deactivated user, and nothing is minted.
   */
  @Post()
  @ApiFailures(sfoxDialect, SfoxFailure, ...refusals, 'invalid-input', 'malformed-body')
  async createUserTokens(
    @Body() { data }: CreateUserTokens,
    @CurrentCaller() caller: Caller,
  ): Promise<UserTokensCreated> {
    return { data: await this.mint(data, caller) };
  }

  private async mint(references: string[], caller: Caller): Promise<UserToken[]> {
    // @Holders('server') admits only callers with an ecosystem.
    const ecosystemId = caller.ecosystemId!;
    const users = await this.users.requireActive(ecosystemId, references, caller);
    const minted = await this.tokens.mintForUsers(ecosystemId, users, mintRequest, caller);
    return minted.map((one, index) => userToken(one, references[index]!));
  }
}
