import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public, WithAuthToken } from '../../access/access.decorators.js';
import { CONFIG, type Config } from '../../config/config.js';
import { OldServerInfo, ServerInfo } from './info.wire.js';
import { RocketchatPermissions } from './permissions/permissions.js';
import { ApiRocketchatFailures } from './shared/api-failures.js';
import { AnonymousCallers } from './shared/anonymous-caller.js';
import { createTokenSecret } from './environment.js';

/** The last Rocket.Chat version of each generation whose responses we reproduce. */
const versions = { upTo7: '7.13.0', from8: '8.7.0' } as const;

const marketplaceApiVersion = '1.57.0';
const minimumClientVersions = { desktop: '3.9.6', mobile: '4.39.0' } as const;

@ApiTags('Workspace')
@Controller('api')
@WithAuthToken()
export class RocketchatInfoController {
  private readonly version: string;

  constructor(
    private readonly anonymous: AnonymousCallers,
    private readonly permissions: RocketchatPermissions,
    @Inject(CONFIG) config: Config,
  ) {
    this.version = createTokenSecret(config) === undefined ? versions.upTo7 : versions.from8;
  }

  /**
   * Read the version
   *
   * @remarks Clients choose their calls by it, so it is a Rocket.Chat version, not Tokenwright's. Callers
   * with `view-statistics` get the full answer.
   */
  @Get('info')
  @Public()
  @ApiRocketchatFailures('info')
  async serverInfo(@Req() request: FastifyRequest): Promise<ServerInfo> {
    const [major, minor] = this.version.split('.');
    const caller = await this.anonymous.callerOf(request);
    const isFull = caller && (await this.permissions.holds(caller, 'view-statistics'));
    return {
      version: `${major}.${minor}`,
      ...(isFull && { info: { version: this.version, build: {}, commit: {}, marketplaceApiVersion } }),
      minimumClientVersions,
      success: true,
    };
  }

  /**
   * Read the version (older clients)
   *
   * @remarks As `GET /api/info`.
   */
  @Get('v1/info')
  @Public()
  @ApiRocketchatFailures('info')
  oldServerInfo(): OldServerInfo {
    return { info: { version: this.version }, success: true };
  }
}
