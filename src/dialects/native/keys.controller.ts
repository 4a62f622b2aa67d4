import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, Holders, RequirePermission } from '../../access/access.decorators.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { Idempotent } from './idempotent.decorator.js';
import { NativeRefusesBody } from './native.wire.js';
import { MintedView, viewOfMinted } from './token-views.wire.js';
import { mintRequestOf, MintToken } from './tokens.wire.js';

@ApiTags('Keys')
@Controller('v1')
export class KeysController {
  constructor(
    private readonly tokens: TokensService,
    private readonly clock: Clock,
  ) {}

  /**
   * Mint a server token
   *
   * @remarks For a back end of the ecosystem. Without `permissions` it may do all that the minter may inside the ecosystem, but
   * not delete it. Say `"expiryType": "Infinite"` for one that never expires.
   */
  @Post('ecosystems/:ecosystemId/server-tokens')
  @Idempotent()
  @RequirePermission('keys:mint')
  @NativeRefusesBody('ecosystem-not-found')
  async mintServerToken(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: MintToken,
    @CurrentCaller() caller: Caller,
  ): Promise<MintedView> {
    const minted = await this.tokens.mintServerToken(ecosystemId, mintRequestOf(body), caller);
    return viewOfMinted(minted, this.clock.now());
  }

  /**
   * Mint an account token
   *
   * @remarks For an operator of the whole service: it sees every ecosystem.
   */
  @Post('account-tokens')
  @Idempotent()
  @RequirePermission('keys:mint')
  @Holders('account')
  @NativeRefusesBody('wrong-holder')
  async mintAccountToken(@Body() body: MintToken, @CurrentCaller() caller: Caller): Promise<MintedView> {
    return viewOfMinted(await this.tokens.mintAccountToken(mintRequestOf(body), caller), this.clock.now());
  }
}
