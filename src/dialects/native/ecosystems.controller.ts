import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { RevocationService } from '../../tokens/revocation.service.js';
import { CreateEcosystem, EcosystemView, viewOfEcosystem } from './ecosystems.wire.js';
import { Idempotent } from './idempotent.decorator.js';
import { NativeRefuses, NativeRefusesBody } from './native.wire.js';

@ApiTags('Ecosystems')
@Controller('v1/ecosystems')
export class EcosystemsController {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly revocation: RevocationService,
  ) {}

  /**
   * Create an ecosystem
   *
   * @remarks Makes a tenant, with the roles `admin` (may do everything inside it) and `user` (may act for oneself).
   */
  @Post()
  @Idempotent()
  @RequirePermission('ecosystems:create')
  @NativeRefusesBody(['conflict', { field: 'domain' }])
  async createEcosystem(
    @Body() body: CreateEcosystem,
    @CurrentCaller() caller: Caller,
  ): Promise<EcosystemView> {
    return viewOfEcosystem(await this.ecosystems.create(body, caller));
  }

  /**
   * Read an ecosystem
   *
   * @remarks One of another tenant is not found.
   */
  @Get(':ecosystemId')
  @RequirePermission('ecosystems:read')
  @NativeRefuses('ecosystem-not-found')
  async readEcosystem(
    @Param('ecosystemId') ecosystemId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<EcosystemView> {
    return viewOfEcosystem(await this.ecosystems.require(ecosystemId, caller));
  }

  /**
   * Delete an ecosystem
   *
   * @remarks Every token in it is dead when this answers. Its id stays taken.
   */
  @Delete(':ecosystemId')
  @HttpCode(204)
  @RequirePermission('ecosystems:delete')
  @NativeRefuses('ecosystem-not-found')
  async deleteEcosystem(
    @Param('ecosystemId') ecosystemId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.revocation.deleteEcosystem(ecosystemId, caller);
  }
}
