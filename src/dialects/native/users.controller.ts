import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { RevocationService } from '../../tokens/revocation.service.js';
import { UsersService } from '../../users/users.service.js';
import { Idempotent } from './idempotent.decorator.js';
import { NativeRefuses, NativeRefusesBody } from './native.wire.js';
import { CreateUser, UpdateUser, UserView, viewOfUser } from './users.wire.js';

@ApiTags('Users')
@Controller('v1/ecosystems/:ecosystemId/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly revocation: RevocationService,
  ) {}

  /**
   * Create a user
   *
   * @remarks `username`, `email` and `externalId` are unique in the ecosystem. Nobody can give roles that may do more than the
   * caller.
   */
  @Post()
  @Idempotent()
  @RequirePermission('users:create')
  @NativeRefusesBody('ecosystem-not-found', ['conflict', { field: 'email' }])
  async createUser(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: CreateUser,
    @CurrentCaller() caller: Caller,
  ): Promise<UserView> {
    return viewOfUser(await this.users.create(ecosystemId, body, caller));
  }

  /**
   * Read a user
   *
   * @remarks A deleted one is not found.
   */
  @Get(':userId')
  @RequirePermission('users:read')
  @NativeRefuses('ecosystem-not-found', 'user-not-found')
  async readUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<UserView> {
    return viewOfUser(await this.users.require(ecosystemId, userId, caller));
  }

  /**
   * Change a user
   *
   * @remarks With `active: false` every token of the user is dead when this answers; taken back roles hold at once.
   */
  @Patch(':userId')
  @RequirePermission('users:update')
  @NativeRefusesBody('ecosystem-not-found', 'user-not-found', ['conflict', { field: 'email' }])
  async updateUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @Body() body: UpdateUser,
    @CurrentCaller() caller: Caller,
  ): Promise<UserView> {
    return viewOfUser(await this.revocation.updateUser(ecosystemId, userId, body, caller));
  }

  /**
   * Delete a user
   *
   * @remarks Every token of the user is dead when this answers, and the personal data are gone.
   */
  @Delete(':userId')
  @HttpCode(204)
  @RequirePermission('users:delete')
  @NativeRefuses('ecosystem-not-found', 'user-not-found')
  async deleteUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.revocation.deleteUser(ecosystemId, userId, caller);
  }
}
