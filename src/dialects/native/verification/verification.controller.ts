import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  AnyCaller,
  CurrentCaller,
  LimitedAs,
  RequirePermission,
  WithClientCredentials,
} from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { RevocationService } from '../../../tokens/revoke/revocation.service.js';
import type { Verdict } from '../../../sessions/session.js';
import { TokensVerifier } from '../../../tokens/verify/tokens.verifier.js';
import { UsersService } from '../../../users/users.service.js';
import { FastRoute } from '../../shared/fast-route.decorator.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiProblems, ApiOAuthErrors } from '../shared/native.wire.js';
import { TokenInQuestion } from '../tokens/tokens.wire.js';
import { viewOfUser } from '../users/users.wire.js';
import { Introspection, introspectionOf, SelfView } from './verification.wire.js';

@ApiTags('Verification')
@Controller('v1')
export class VerificationController {
  constructor(
    private readonly verifier: TokensVerifier,
    private readonly revocation: RevocationService,
    private readonly users: UsersService,
  ) {}

  /**
   * Introspect a token
   *
   * @remarks RFC 7662: whether the token is live, its holder and its permissions. Accepts OAuth client
   * credentials too: HTTP Basic, or `client_id` and `client_secret` in the form. Errors for a form are
   * `application/json` (RFC 6749 §5.2). Counts as a use, so a sliding token slides. A server token sees only
   * its own ecosystem.
   */
  @Post('tokens/introspect')
  @FastRoute()
  @Idempotent('question')
  @HttpCode(200)
  @RequirePermission('tokens:introspect')
  @WithClientCredentials()
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOkResponse({ type: Introspection })
  @ApiOAuthErrors('/v1/tokens/introspect')
  introspectToken(
    @Body() body: TokenInQuestion,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Introspection | Promise<Introspection> {
    const answer = (verdict: Verdict) => {
      request.verdict = verdict.live ? 'live' : verdict.reason;
      return introspectionOf(verdict);
    };
    const verdict = this.verifier.verify(body.token, { ecosystemId: caller.ecosystemId });
    return verdict instanceof Promise ? verdict.then(answer) : answer(verdict);
  }

  /**
   * Revoke a token by its secret
   *
   * @remarks RFC 7009. Accepts client credentials, as introspection does. Revokes your own token, or with
   * `tokens:revoke` any of your ecosystem. For any other token the answer is the same, without effect.
   */
  @Post('tokens/revoke')
  @Idempotent()
  @HttpCode(200)
  @AnyCaller()
  @WithClientCredentials()
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOAuthErrors('/v1/tokens/revoke')
  async revokeSecret(@Body() body: TokenInQuestion, @CurrentCaller() caller: Caller): Promise<void> {
    await this.revocation.revokeSecret(body.token, caller);
  }

  /**
   * Read the caller
   *
   * @remarks The holder and the permissions of the presented token.
   */
  @Get('self')
  @FastRoute()
  @AnyCaller()
  @LimitedAs('verification')
  @ApiProblems()
  async readSelf(@CurrentCaller() caller: Caller): Promise<SelfView> {
    const { tokenId, ecosystemId, userId, permissions } = caller;
    const user = userId && ecosystemId ? await this.users.findById(ecosystemId, userId) : null;
    return {
      holder: caller.holder as SelfView['holder'],
      tokenId,
      ecosystemId,
      user: user && viewOfUser(user),
      permissions: [...permissions],
    };
  }
}
