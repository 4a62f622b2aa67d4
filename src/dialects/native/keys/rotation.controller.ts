import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Clock } from '../../../common/clock.js';
import { RotationService } from '../../../tokens/mint/rotation.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiProblemsOfBody } from '../shared/native.wire.js';
import { RotatedView, RotateKey, rotationRequestOf, viewOfRotated } from './rotation.wire.js';

const replaced = ['conflict', {}, 'The token has been replaced already'] as const;

@ApiTags('Keys')
@Controller('v1')
export class RotationController {
  constructor(
    private readonly rotation: RotationService,
    private readonly clock: Clock,
  ) {}

  /**
   * Rotate a server token
   *
   * @remarks Mints a key with the same name, permissions and lifetime, which starts afresh. Both secrets are accepted during the
   * overlap, then only the new one. A key may rotate itself, with an overlap of 60 s
   * or more, and ends when it would have ended. You must have every permission that it has, and live as long. Once replaced,
   * revoked or expired, it is not rotated any more: of two who rotate it at once, one gets 409.
   */
  @Post('ecosystems/:ecosystemId/server-tokens/:tokenId/rotate')
  @Idempotent()
  @RequirePermission('keys:mint')
  @ApiProblemsOfBody('ecosystem-not-found', 'token-not-found', replaced)
  async rotateServerToken(
    @Param('ecosystemId') ecosystemId: string,
    @Param('tokenId') tokenId: string,
    @Body() body: RotateKey,
    @CurrentCaller() caller: Caller,
  ): Promise<RotatedView> {
    const request = rotationRequestOf(body);
    const rotated = await this.rotation.rotateServerToken(ecosystemId, tokenId, request, caller);
    return viewOfRotated(rotated, this.clock.now());
  }

  /**
   * Rotate an account token
   *
   * @remarks As a server token is rotated.
   */
  @Post('account-tokens/:tokenId/rotate')
  @Idempotent()
  @RequirePermission('keys:mint')
  @Holders('account')
  @ApiProblemsOfBody('wrong-holder', 'token-not-found', replaced)
  async rotateAccountToken(
    @Param('tokenId') tokenId: string,
    @Body() body: RotateKey,
    @CurrentCaller() caller: Caller,
  ): Promise<RotatedView> {
    const rotated = await this.rotation.rotateAccountToken(tokenId, rotationRequestOf(body), caller);
    return viewOfRotated(rotated, this.clock.now());
  }
}
