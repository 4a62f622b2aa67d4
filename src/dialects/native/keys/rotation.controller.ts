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
   * @remarks Mints a key with the same name, permissions and lifetime, counted from now. Both secrets are
   * valid during the overlap, then only the new one. A key may rotate itself, with an overlap of at least 60
   * s; the new key then ends when the old one would have. You need every permission of the key, and your
   * token must live as long. A replaced, revoked or expired key cannot be rotated: of two concurrent
   * rotations, one gets 409.
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
   * @remarks As the rotation of a server token.
   */
  @Post('account-tokens/:tokenId/rotate')
  @Idempotent()
  @RequirePermission('keys:mint')
  @Holders('account')
  @ApiProblemsOfBody('token-not-found', replaced)
  async rotateAccountToken(
    @Param('tokenId') tokenId: string,
    @Body() body: RotateKey,
    @CurrentCaller() caller: Caller,
  ): Promise<RotatedView> {
    const rotated = await this.rotation.rotateAccountToken(tokenId, rotationRequestOf(body), caller);
    return viewOfRotated(rotated, this.clock.now());
  }
}
