import { Controller, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { type ExpectedRole, RolesService } from '../../../ecosystems/roles/roles.service.js';
import { UserRolesService } from '../../../users/roles/user-roles.service.js';
import { Body, Query } from '../../shared/validated-input.decorators.js';
import {
  ApiConditionalGet,
  ApiIfMatch,
  ConditionalRequest,
  RequestConditions,
  etagOfVersion,
} from '../shared/conditional-request.js';
import { ApiPaginated, ListAnswer, ListQuery, PagedAnswer, pageRequestOf } from '../shared/lists.wire.js';
import { ApiProblems, ApiProblemsOfBody } from '../shared/native.wire.js';
import {
  DefineRole,
  RoleListView,
  RoleView,
  UserPermissionsView,
  viewOfRole,
  viewOfUserPermissions,
  WantedRole,
} from './roles.wire.js';

const tagged = {
  ETag: {
    description: 'Entity tag of this state. Send it as `If-Match` or `If-None-Match`.',
    schema: { type: 'string' as const, example: '"1"' },
  },
};

@ApiTags('Roles')
@Controller('v1/ecosystems/:ecosystemId')
export class RolesController {
  constructor(
    private readonly roles: RolesService,
    private readonly userRoles: UserRolesService,
  ) {}

  /**
   * List roles
   *
   * @remarks Sorted by name.
   */
  @Get('roles')
  @RequirePermission('roles:read')
  @ApiPaginated()
  @ApiProblems('invalid-input', 'ecosystem-not-found')
  async listRoles(
    @Param('ecosystemId') ecosystemId: string,
    @Query() query: ListQuery,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<RoleListView> {
    return answer.of(await this.roles.list(ecosystemId, pageRequestOf(query), caller), viewOfRole);
  }

  /**
   * Read a role
   *
   * @remarks Every user with the role has its permissions.
   */
  @Get('roles/:role')
  @RequirePermission('roles:read')
  @ApiConditionalGet()
  @ApiProblems('ecosystem-not-found', 'role-not-found')
  async readRole(
    @Param('ecosystemId') ecosystemId: string,
    @Param('role') name: string,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<RoleView> {
    const role = await this.roles.require(ecosystemId, name, caller);
    return conditions.respond(viewOfRole(role), etagOfVersion(role.version));
  }

  /**
   * Define a role
   *
   * @remarks Creates the role, or replaces it completely. Removed permissions are lost by every live token
   * when the response arrives. You cannot add a permission that you lack, nor change a role that has one.
   * `admin` always keeps all permissions of an ecosystem. A name has 1 to 64 characters of `A-Z a-z 0-9 _ -`;
   * an ecosystem has at most 1,000 roles.
   */
  @Put('roles/:role')
  @RequirePermission('roles:write')
  @ApiIfMatch()
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: '`*` to create only: when the role exists, the response is 412 and nothing changes.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ type: RoleView, description: 'The role was replaced', headers: tagged })
  @ApiCreatedResponse({ type: RoleView, description: 'It is new', headers: tagged })
  @ApiProblemsOfBody('ecosystem-not-found', 'conflict', 'precondition-failed')
  async defineRole(
    @Param('ecosystemId') ecosystemId: string,
    @Param('role') name: string,
    @Body() body: DefineRole,
    @CurrentCaller() caller: Caller,
    @WantedRole() expected: ExpectedRole,
    @RequestConditions() conditions: ConditionalRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleView> {
    const given = { description: body.description ?? '', permissions: body.permissions };
    const { role, isNew } = await this.roles.define(ecosystemId, name, given, caller, expected);
    void reply.status(isNew ? 201 : 200);
    return conditions.respond(viewOfRole(role), etagOfVersion(role.version));
  }

  /**
   * Delete a role
   *
   * @remarks All users lose the role, and every live token its permissions, when the response arrives.
   * `admin` and `user` are built in and cannot be deleted. You cannot delete a role with a permission that
   * you lack.
   */
  @Delete('roles/:role')
  @HttpCode(204)
  @RequirePermission('roles:write')
  @ApiIfMatch()
  @ApiProblems('ecosystem-not-found', 'role-not-found', 'conflict', 'precondition-failed')
  async deleteRole(
    @Param('ecosystemId') ecosystemId: string,
    @Param('role') name: string,
    @CurrentCaller() caller: Caller,
    @WantedRole() expected: ExpectedRole,
  ): Promise<void> {
    await this.userRoles.deleteRole(ecosystemId, name, caller, expected);
  }

  /**
   * Read the permissions of a user
   *
   * @remarks The permissions of each of the user's roles, and their union.
   */
  @Get('users/:userId/permissions')
  @RequirePermission('users:read')
  @ApiProblems('ecosystem-not-found', 'user-not-found')
  async readPermissions(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<UserPermissionsView> {
    return viewOfUserPermissions(await this.userRoles.permissionsOf(ecosystemId, userId, caller));
  }
}
