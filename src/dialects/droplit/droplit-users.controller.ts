import { Controller, Delete, Get, HttpCode, Put, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import { demandPermission } from '../../access/permissions.guard.js';
import type { Caller } from '../../common/caller.js';
import type { InputIssue } from '../../common/failure.js';
import { MintService } from '../../tokens/mint/mint.service.js';
import { UserDirectory } from '../../users/search/user-directory.js';
import { UsersService } from '../../users/users.service.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import type { Example } from '../shared/failure-examples.js';
import { Body, Query } from '../shared/validated-input.decorators.js';
import { linkNext } from '../shared/pagination-link.js';
import { vendorPageRequestOf } from '../shared/list-query.wire.js';
import { droplitDialect } from './droplit.dialect.js';
import { DroplitFailure, mintRequestOf, type Subject, SubjectParam } from './droplit.wire.js';
import {
  changesOf,
  type DroplitUser,
  droplitUser,
  DroplitUsers,
  ListUsersQuery,
  PutUser,
  PutUserQuery,
  refuseQuery,
  UserPut,
} from './droplit-users.wire.js';

const invalid = (place: InputIssue['place'], path: string, rule: string, message: string): Example => [
  'invalid-input',
  { issues: [{ place, path, rule, message }] },
];
const aboutOneUser = ['ecosystem-not-found', 'user-not-found'] as const;
const badId = invalid('path', 'id', 'reference', 'expected ECOSYSTEM-ID;USER-ID with valid ids');
const subjectParam = {
  name: 'subject',
  type: String,
  description: '`ECOSYSTEM-ID;USER-ID`',
  example: 'default;client_account_1',
};

@ApiTags('Users')
@ApiSecurity('token')
@Controller(['api/users', 'v0/api/users'])
@Holders('account', 'server')
export class DroplitUsersController {
  constructor(
    private readonly directory: UserDirectory,
    private readonly tokens: MintService,
    private readonly users: UsersService,
  ) {}

  /**
   * Create or update a user
   *
   * @remarks Creates a user with this id as `externalId`, or updates the existing one, and mints a token
   * unless `generateToken` is `false`. Needs `users:create` for a new user, and `tokens:mint` for the token.
   */
  @Put(':subject')
  @RequirePermission('users:update')
  @ApiParam(subjectParam)
  @ApiOkResponse({ type: UserPut, description: 'The user was updated' })
  @ApiCreatedResponse({ type: UserPut, description: 'The user was created' })
  @ApiFailures(
    droplitDialect,
    DroplitFailure,
    ...aboutOneUser,
    invalid('query', 'generateToken', 'isBoolean', 'expected field to be a boolean'),
    'user-inactive',
    'malformed-body',
    ['conflict', { field: 'email' }],
  )
  async putUser(
    @SubjectParam() { ecosystemId, reference }: Subject,
    @Query() query: PutUserQuery,
    @Body() body: PutUser,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserPut> {
    const { generateToken = true } = query;
    if (generateToken) demandPermission(caller, 'tokens:mint');
    const known = await this.directory.find(ecosystemId, reference, caller);
    if (!known) demandPermission(caller, 'users:create');
    const { user, isNew } = await this.directory.put(ecosystemId, reference, changesOf(body), caller);
    void reply.status(isNew ? 201 : 200);
    if (!generateToken) return {};
    const { secret } = await this.tokens.mintForUser(ecosystemId, user.id, mintRequestOf(query), caller);
    return { token: secret };
  }

  /**
   * Get a user
   *
   * @remarks Returns the stored fields, without a token.
   */
  @Get(':subject')
  @RequirePermission('users:read')
  @ApiParam(subjectParam)
  @ApiFailures(droplitDialect, DroplitFailure, ...aboutOneUser, badId)
  async readUser(
    @SubjectParam() { ecosystemId, reference }: Subject,
    @Query() query: object,
    @CurrentCaller() caller: Caller,
  ): Promise<DroplitUser> {
    refuseQuery(query);
    return droplitUser(await this.directory.require(ecosystemId, reference, caller));
  }

  /**
   * List users
   *
   * @remarks All users of the ecosystem, up to 10,000. The header `Link` leads to further ones.
   */
  @Get()
  @RequirePermission('users:read')
  @ApiFailures(
    droplitDialect,
    DroplitFailure,
    'ecosystem-not-found',
    invalid('query', 'ecosystemId', 'matches', 'expected field to be the id of an ecosystem'),
  )
  async listUsers(
    @Query() query: ListUsersQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DroplitUsers> {
    const page = await this.directory.list(query.ecosystemId, vendorPageRequestOf(query), caller);
    linkNext(request, reply, page.next);
    return { items: page.items.map(droplitUser) };
  }

  /**
   * Delete a user
   *
   * @remarks Every token of the user is dead and the personal data are erased when the response arrives.
   */
  @Delete(':subject')
  @HttpCode(200)
  @RequirePermission('users:delete')
  @ApiParam(subjectParam)
  @ApiFailures(droplitDialect, DroplitFailure, ...aboutOneUser, badId, 'last-admin')
  async deleteUser(
    @SubjectParam() { ecosystemId, reference }: Subject,
    @Query() query: object,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    refuseQuery(query);
    const { id } = await this.directory.require(ecosystemId, reference, caller);
    await this.users.delete(ecosystemId, id, undefined, caller);
  }
}
