import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiQuery, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { AnyCaller, CurrentCaller, WithAuthToken } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { invalidField } from '../../../common/failure.js';
import { validate } from '../../shared/validation/validate.js';
import { isOnCalendar } from '../../shared/moment.js';
import { DialectPermissionsService } from '../../../ecosystems/roles/dialect-permissions.service.js';
import { Body, Query } from '../../shared/validated-input.decorators.js';
import { type Fields, fieldsOf, firstText } from '../shared/body.js';
import { RocketchatPermissions } from './permissions.js';
import {
  PermissionChanges,
  PermissionsUpdated,
  PermissionView,
  RoleList,
  UpdatePermissions,
  viewOfRole,
} from './permissions.wire.js';
import { ApiRocketchatFailures, ApiRocketchatBodyFailures } from '../shared/api-failures.js';

const authenticated = { authToken: [], userId: [] };

@ApiTags('Permissions')
@Controller('api/v1')
@WithAuthToken()
export class RocketchatPermissionsController {
  constructor(
    private readonly permissions: RocketchatPermissions,
    private readonly roleGrants: DialectPermissionsService,
  ) {}

  /**
   * List all permissions
   *
   * @remarks The permissions with an effect, each with its roles, and those of Rocket.Chat's others that were
   * set.
   */
  @Get('permissions.listAll')
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiQuery({
    name: 'updatedSince',
    required: false,
    description: 'Only if something changed since then: ISO 8601',
    example: '2026-11-22T12:00:00.000Z',
  })
  @ApiRocketchatFailures('permissions.listAll', ['invalid-input', { issues: [badDate()] }])
  async listPermissions(@Query() query: Fields, @CurrentCaller() caller: Caller): Promise<PermissionChanges> {
    const updatedSince = firstText(query, 'updatedSince');
    const since = updatedSince === undefined ? -Infinity : Date.parse(updatedSince);
    if (Number.isNaN(since) || !isOnCalendar(updatedSince ?? '')) {
      const { place, path, rule, message } = badDate();
      throw invalidField(place, path, rule, message);
    }
    const update = await this.views(caller);
    const hasChanges = update.some(({ _updatedAt }) => Date.parse(_updatedAt) >= since);
    return { update: hasChanges ? update : [], remove: [], success: true };
  }

  /**
   * Set the roles of a permission
   *
   * @remarks Takes effect with the next call. Needs `access-permissions`. You cannot grant or remove a
   * permission that you lack, nor change a role that has more than you. It affects this dialect only: a
   * role's native permissions stay as they are, and are its default here. Permissions without an effect are
   * stored and returned. Missing roles of Rocket.Chat (`bot`, `guest` …) are created without native
   * permissions.
   */
  @Post('permissions.update')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiBody({ type: UpdatePermissions })
  @ApiRocketchatBodyFailures('permissions.update', 'permission-denied', [
    'invalid-input',
    {
      issues: [
        { place: 'body', path: 'permissions', rule: 'known-permission', message: 'Invalid permission' },
      ],
    },
  ])
  async updatePermissions(
    @Body() body: object,
    @CurrentCaller() caller: Caller,
  ): Promise<PermissionsUpdated> {
    await this.permissions.demand(caller, 'access-permissions');
    const { permissions } = validate(UpdatePermissions, fieldsOf(body), 'body');
    await this.permissions.update(permissions, caller);
    return { permissions: await this.views(caller), success: true };
  }

  /**
   * List all roles
   *
   * @remarks Define roles by the native API.
   */
  @Get('roles.list')
  @AnyCaller()
  @ApiSecurity(authenticated)
  @ApiRocketchatFailures('roles.list')
  async listRoles(@CurrentCaller() caller: Caller): Promise<RoleList> {
    const roles = await this.roleGrants.list(caller.ecosystemId!, caller);
    return { roles: roles.map(viewOfRole), success: true };
  }

  private async views(caller: Caller): Promise<PermissionView[]> {
    const { permissions, updatedAt } = await this.permissions.list(caller);
    const _updatedAt = new Date(updatedAt).toISOString();
    return permissions.map((permission) => ({ ...permission, _updatedAt }));
  }
}

function badDate() {
  const message = 'The "updatedSince" query parameter must be a valid date.';
  return { place: 'query', path: 'updatedSince', rule: 'updated-since', message } as const;
}
