import { Controller, Get, HttpCode, Options, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { AnyCaller, CurrentCaller, Holders, Public } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import { UserDirectory } from '../../users/search/user-directory.js';
import { ApiFailures } from '../shared/failure-responses.decorator.js';
import { Body, Query } from '../shared/validated-input.decorators.js';
import { AllowedOriginGuard } from './allowed-origin.guard.js';
import { strigoDialect } from './strigo.dialect.js';
import { StrigoFailure } from './strigo.wire.js';
import {
  SdkConfigQuery,
  type SdkConfigRead,
  sdkConfigOf,
  SuccessEvent,
  type SuccessEventNoted,
} from './strigo-sdk.wire.js';

/** Calls of Strigo's SDK on the customer's page: cross-origin, with the token of its user. */
@ApiTags('SDK')
@ApiBearerAuth('userToken')
@Controller('api/internal/academy/v1')
@UseGuards(AllowedOriginGuard)
@Holders('user')
export class StrigoSdkController {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly directory: UserDirectory,
  ) {}

  /**
   * Read the SDK's configuration
   *
   * @remarks The SDK stops unless the host of its page is in `allowedAcademyDomains`.
   */
  @Get('config')
  @AnyCaller()
  @ApiFailures(strigoDialect, StrigoFailure, 'permission-denied', 'invalid-input')
  async readSdkConfig(
    @Query() _query: SdkConfigQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<SdkConfigRead> {
    return sdkConfigOf(await this.ecosystems.require(caller.ecosystemId!, caller));
  }

  /**
   * Send a success event
   *
   * @remarks The event is written to the audit of the ecosystem and has no other effect.
   */
  @Post('success-event')
  @AnyCaller()
  @ApiFailures(strigoDialect, StrigoFailure, 'malformed-body', 'permission-denied', [
    'invalid-input',
    { issues: [{ place: 'body', path: 'eventName', rule: 'isString', message: 'Must be a string' }] },
  ])
  async sendSuccessEvent(
    @Body() { eventName }: SuccessEvent,
    @CurrentCaller() caller: Caller,
  ): Promise<SuccessEventNoted> {
    await this.directory.noteSuccess(caller.ecosystemId!, caller.userId!, eventName, caller);
    return { result: 'success' };
  }

  /** The preflight of a browser. The guard answers it. */
  @Options(['config', 'success-event'])
  @Public()
  @HttpCode(204)
  @ApiExcludeEndpoint()
  answerPreflight(): void {}
}
