import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Clock } from '../../../common/clock.js';
import { BulkRevocationService } from '../../../tokens/revoke/bulk-revocation.service.js';
import { MintService } from '../../../tokens/mint/mint.service.js';
import { TokensVerifier } from '../../../tokens/verify/tokens.verifier.js';
import { UsersService } from '../../../users/users.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import {
  IntrospectionListView,
  MintedListView,
  MintTokens,
  TokensInQuestion,
  viewOfMintedList,
} from './bulk.wire.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiProblemsOfBody } from '../shared/native.wire.js';
import { MassRevokedView, revocationFilterOf, RevokeTokens } from './revocation.wire.js';
import { mintRequestOf } from './tokens.wire.js';
import { introspectionOf } from '../verification/verification.wire.js';

@Controller('v1')
export class BulkController {
  constructor(
    private readonly tokens: MintService,
    private readonly users: UsersService,
    private readonly verifier: TokensVerifier,
    private readonly revocation: BulkRevocationService,
    private readonly clock: Clock,
  ) {}

  /**
   * Mint tokens for many users
   *
   * @remarks Up to 10,000 in one transaction, all or nothing. When ids are unknown or their users inactive,
   * `errors` names each, and nothing is minted. The answer is in the order of `userIds`. Each secret is shown
   * only once.
   */
  @Post('ecosystems/:ecosystemId/tokens/bulk')
  @Idempotent()
  @RequirePermission('tokens:mint')
  @ApiTags('Tokens')
  @ApiProblemsOfBody('ecosystem-not-found', 'user-not-found')
  async mintTokens(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: MintTokens,
    @CurrentCaller() caller: Caller,
  ): Promise<MintedListView> {
    const request = mintRequestOf(body);
    const users = await this.users.requireActiveById(ecosystemId, body.userIds, caller);
    const minted = await this.tokens.mintForUsers(ecosystemId, users, request, caller);
    return viewOfMintedList(minted, this.clock.now());
  }

  /**
   * Revoke tokens by a filter
   *
   * @remarks All matching tokens are refused everywhere when the response arrives; `dryRun` only counts them.
   * The count includes expired tokens, but not those revoked before. The presented token is never revoked
   * here: revoke it by its id. More than 10,000 tokens are revoked in parts: after an error, repeat the call
   * to revoke the rest.
   */
  @Post('ecosystems/:ecosystemId/tokens/revoke')
  @Idempotent()
  @HttpCode(200)
  @RequirePermission('tokens:revoke')
  @ApiTags('Tokens')
  @ApiProblemsOfBody('ecosystem-not-found', 'user-not-found')
  async revokeFiltered(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: RevokeTokens,
    @CurrentCaller() caller: Caller,
  ): Promise<MassRevokedView> {
    const filter = revocationFilterOf(body);
    const { dryRun = false } = body;
    const revoked = dryRun
      ? await this.revocation.count(ecosystemId, filter, caller)
      : await this.revocation.revoke(ecosystemId, filter, caller);
    return { revoked, dryRun };
  }

  /**
   * Introspect many tokens
   *
   * @remarks Up to 1,000 secrets. The answers are those of RFC 7662, in the same order. Counts as a use of
   * each token. A server token sees only its own ecosystem.
   */
  @Post('tokens/introspect/bulk')
  @Idempotent('question')
  @HttpCode(200)
  @RequirePermission('tokens:introspect')
  @ApiTags('Verification')
  @ApiProblemsOfBody()
  async introspectTokens(
    @Body() body: TokensInQuestion,
    @CurrentCaller() caller: Caller,
  ): Promise<IntrospectionListView> {
    const sight = { ecosystemId: caller.ecosystemId };
    const verdicts = await Promise.all(body.tokens.map((secret) => this.verifier.verify(secret, sight)));
    return { data: verdicts.map(introspectionOf) };
  }
}
