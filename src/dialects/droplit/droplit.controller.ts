import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiParam, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { MintService } from '../../tokens/mint/mint.service.js';
import { UsersService } from '../../users/users.service.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Query } from '../shared/validated-input.decorators.js';
import { droplitDialect } from './droplit.dialect.js';
import {
  DroplitFailure,
  mintRequestOf,
  type Subject,
  SubjectParam,
  TokenCreated,
  TokenQuery,
} from './droplit.wire.js';

@ApiTags('Users')
@ApiSecurity('token')
@Controller(['api/users', 'v0/api/users'])
export class DroplitController {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: MintService,
  ) {}

  /**
   * Generate a user token
   *
   * @remarks For a user of an ecosystem, by an account or server token.
   */
  @Post(':subject/tokens')
  @HttpCode(200)
  @Holders('account', 'server')
  @RequirePermission('tokens:mint')
  @ApiParam({
    name: 'subject',
    type: String,
    description: '`ECOSYSTEM-ID;USER-ID`',
    example: 'default;client_account_1',
  })
  @ApiFailures(
    droplitDialect,
    DroplitFailure,
    [
      'invalid-input',
      {
        issues: [{ place: 'query', path: 'ttl', rule: 'isNumber', message: 'expected field to be a number' }],
      },
    ],
    'ecosystem-not-found',
    'user-not-found',
  )
  async createToken(
    @SubjectParam() { ecosystemId, reference }: Subject,
    @Query() query: TokenQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<TokenCreated> {
    const users = await this.users.requireActive(ecosystemId, [reference], caller);
    const { secret } = await this.tokens.mintForUser(ecosystemId, users[0]!.id, mintRequestOf(query), caller);
    return { token: secret };
  }
}
