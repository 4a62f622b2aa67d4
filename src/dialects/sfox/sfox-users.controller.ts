import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { Failure, invalidField } from '../../common/failure.js';
import { UserDirectory } from '../../users/search/user-directory.js';
import { UsersService } from '../../users/users.service.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Body, Query } from '../shared/validated-input.decorators.js';
import { linkNext } from '../shared/pagination-link.js';
import { vendorPageRequestOf } from '../shared/list-query.wire.js';
import { sfoxDialect } from './sfox.dialect.js';
import { SfoxFailure } from './sfox.wire.js';
import {
  accountRoleOf,
  endUser,
  EndUserRead,
  EndUsersListed,
  EndUsersQuery,
  newUserOf,
  RegisterAccount,
} from './sfox-users.wire.js';

const refusals = ['unauthenticated'] as const;

@ApiTags('End users')
@ApiBearerAuth('apiKey')
@Controller('v1/enterprise')
@Holders('server')
export class SfoxUsersController {
  constructor(
    private readonly users: UsersService,
    private readonly directory: UserDirectory,
  ) {}

  /**
   * Create end user
   *
   * @remarks The user is `PENDING` until the e-mail address and the phone number are verified. Tokens can be
   * minted at once.
   */
  @Post('register-account')
  @RequirePermission('users:create')
  @ApiFailures(
    sfoxDialect,
    SfoxFailure,
    ...refusals,
    'malformed-body',
    [
      'invalid-input',
      {
        issues: [{ place: 'body', path: 'email', rule: 'isEmail', message: 'must be an email address' }],
      },
    ],
    ['conflict', { field: 'externalId' }],
  )
  async registerAccount(
    @Body() body: RegisterAccount,
    @CurrentCaller() caller: Caller,
  ): Promise<EndUserRead> {
    const ecosystemId = caller.ecosystemId!;
    if (body.advisor_user_id) {
      const advisor = await this.directory.find(ecosystemId, body.advisor_user_id, caller);
      if (!advisor?.active || accountRoleOf(advisor) !== 'advisor') {
        throw invalidField('body', 'advisor_user_id', 'advisor', 'must be the user_id of an advisor');
      }
    }
    return { data: endUser(await this.users.create(ecosystemId, newUserOf(body), caller)) };
  }

  /**
   * Get multiple end users
   *
   * @remarks All active users of the enterprise, up to 10,000. The header `Link` leads to further ones.
   */
  @Get('users')
  @RequirePermission('users:read')
  @ApiFailures(sfoxDialect, SfoxFailure, ...refusals, [
    'invalid-input',
    {
      issues: [
        { place: 'query', path: 'accountRole', rule: 'isIn', message: 'must be one of: client, advisor' },
      ],
    },
  ])
  async listUsers(
    @Query() query: EndUsersQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EndUsersListed> {
    const { accountRole } = query;
    const { items, next } = await this.directory.list(
      caller.ecosystemId!,
      vendorPageRequestOf(query),
      caller,
      (user) => user.active && (!accountRole || accountRoleOf(user) === accountRole),
    );
    linkNext(request, reply, next);
    return { data: items.map(endUser) };
  }

  /**
   * Get end user
   *
   * @remarks By the `externalId`, else by Tokenwright's own id.
   */
  @Get('users/:user_id')
  @RequirePermission('users:read')
  @ApiFailures(sfoxDialect, SfoxFailure, ...refusals, 'user-not-found')
  async readUser(@Param('user_id') userId: string, @CurrentCaller() caller: Caller): Promise<EndUserRead> {
    const [user] = await this.users.requireActive(caller.ecosystemId!, [userId], caller);
    return { data: endUser(user!) };
  }

  /**
   * Deactivate user
   *
   * @remarks Permanent: every token of the user is dead, no further one can be minted, and the personal data
   * are erased when the response arrives.
   */
  @Delete('account/:user_id')
  @HttpCode(200)
  @RequirePermission('users:delete')
  @ApiFailures(sfoxDialect, SfoxFailure, ...refusals, 'user-not-found')
  async deactivateUser(@Param('user_id') userId: string, @CurrentCaller() caller: Caller): Promise<void> {
    const ecosystemId = caller.ecosystemId!;
    const user = await this.directory.find(ecosystemId, userId, caller);
    if (!user?.active) {
      throw new Failure('user-not-found', 'The account does not exist to be disabled.', { ids: [userId] });
    }
    await this.users.delete(ecosystemId, user.id, undefined, caller);
  }
}
