import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { UsersService } from '../../../users/users.service.js';
import { Body, Query } from '../../shared/validated-input.decorators.js';
import {
  ApiETag,
  ApiConditionalGet,
  ApiIfMatch,
  ConditionalRequest,
  RequestConditions,
  etagOfVersion,
} from '../shared/conditional-request.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiPaginated, ListAnswer, PagedAnswer, pageRequestOf } from '../shared/lists.wire.js';
import { ApiProblems, ApiProblemsOfBody } from '../shared/native.wire.js';
import { CreateUser, ListUsers, UpdateUser, UserListView, UserView, viewOfUser } from './users.wire.js';

@ApiTags('Users')
@Controller('v1/ecosystems/:ecosystemId/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /**
   * Create a user
   *
   * @remarks `username`, `email` and `externalId` are unique in the ecosystem. You cannot assign roles with a
   * permission that you lack.
   */
  @Post()
  @Idempotent()
  @RequirePermission('users:create')
  @ApiETag(201)
  @ApiProblemsOfBody('ecosystem-not-found', ['conflict', { field: 'email' }])
  async createUser(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: CreateUser,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<UserView> {
    const user = await this.users.create(ecosystemId, body, caller);
    return conditions.respond(viewOfUser(user), etagOfVersion(user.version));
  }

  /**
   * List users
   *
   * @remarks Newest first, inactive users included. Filters match exactly.
   */
  @Get()
  @RequirePermission('users:read')
  @ApiPaginated()
  @ApiProblems('invalid-input', 'ecosystem-not-found')
  async listUsers(
    @Param('ecosystemId') ecosystemId: string,
    @Query() query: ListUsers,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<UserListView> {
    const page = await this.users.list(ecosystemId, query, pageRequestOf(query), caller);
    return answer.of(page, viewOfUser);
  }

  /**
   * Read a user
   *
   * @remarks A deleted user is not found.
   */
  @Get(':userId')
  @RequirePermission('users:read')
  @ApiConditionalGet()
  @ApiProblems('ecosystem-not-found', 'user-not-found')
  async readUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<UserView> {
    const user = await this.users.require(ecosystemId, userId, caller);
    return conditions.respond(viewOfUser(user), etagOfVersion(user.version));
  }

  /**
   * Change a user
   *
   * @remarks With `active: false` every token of the user is refused when the response arrives; removed roles
   * take effect at once. A new `password` also ends the user's tokens, unless `revokeTokens` is `false`. A
   * caller with `users:update` can set the password of any user whose permissions do not exceed their own,
   * and then sign in as that user: grant it with care. Only an account token may leave an ecosystem without
   * an active admin.
   */
  @Patch(':userId')
  @RequirePermission('users:update')
  @ApiETag(200)
  @ApiIfMatch()
  @ApiProblemsOfBody(
    'ecosystem-not-found',
    'user-not-found',
    ['conflict', { field: 'email' }],
    'last-admin',
    'precondition-failed',
  )
  async updateUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @Body() body: UpdateUser,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<UserView> {
    const { expectedVersions } = conditions;
    const user = await this.users.update(ecosystemId, userId, body, expectedVersions, caller);
    return conditions.respond(viewOfUser(user), etagOfVersion(user.version));
  }

  /**
   * Delete a user
   *
   * @remarks Every token of the user is dead and the personal data are erased when the response arrives. Only
   * an account token may delete the last active admin.
   */
  @Delete(':userId')
  @HttpCode(204)
  @RequirePermission('users:delete')
  @ApiIfMatch()
  @ApiProblems('ecosystem-not-found', 'user-not-found', 'last-admin', 'precondition-failed')
  async deleteUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<void> {
    await this.users.delete(ecosystemId, userId, conditions.expectedVersions, caller);
  }
}
