import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, Holders, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Clock } from '../../../common/clock.js';
import { KeyRevocationService } from '../../../tokens/revoke/key-revocation.service.js';
import { TokensReader } from '../../../tokens/tokens.reader.js';
import { MintService } from '../../../tokens/mint/mint.service.js';
import { Body, Query } from '../../shared/validated-input.decorators.js';
import {
  ApiConditionalGet,
  ConditionalRequest,
  RequestConditions,
  etagOfContent,
} from '../shared/conditional-request.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiKeyRevocation, answerRevocation, KeyRevokedView, RevokeQuery } from './key-revocation.wire.js';
import { ApiPaginated, ListAnswer, PagedAnswer, pageRequestOf } from '../shared/lists.wire.js';
import { ApiProblems, ApiProblemsOfBody } from '../shared/native.wire.js';
import { ListTokensOfHolder, tokenFilterOf, TokenListView } from '../tokens/token-lists.wire.js';
import { MintedView, TokenView, viewOfMinted, viewOfToken } from '../shared/token-views.wire.js';
import { mintRequestOf, MintToken } from '../tokens/tokens.wire.js';

@ApiTags('Keys')
@Controller('v1')
export class KeysController {
  constructor(
    private readonly tokens: MintService,
    private readonly lists: TokensReader,
    private readonly keys: KeyRevocationService,
    private readonly clock: Clock,
  ) {}

  /**
   * Mint a server token
   *
   * @remarks For a back end of the ecosystem. Without `permissions` it gets all of the minter's permissions
   * inside the ecosystem, except deleting it. Set `"expiryType": "Infinite"` for a key that never expires. A
   * key never outlives the token that minted it.
   */
  @Post('ecosystems/:ecosystemId/server-tokens')
  @Idempotent()
  @RequirePermission('keys:mint')
  @ApiProblemsOfBody('ecosystem-not-found')
  async mintServerToken(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: MintToken,
    @CurrentCaller() caller: Caller,
  ): Promise<MintedView> {
    const minted = await this.tokens.mintServerToken(ecosystemId, mintRequestOf(body), caller);
    return viewOfMinted(minted, this.clock.now());
  }

  /**
   * List server tokens
   *
   * @remarks Newest first. Dead tokens are listed until they are pruned.
   */
  @Get('ecosystems/:ecosystemId/server-tokens')
  @RequirePermission('tokens:list')
  @ApiPaginated()
  @ApiProblems('invalid-input', 'ecosystem-not-found')
  async listServerTokens(
    @Param('ecosystemId') ecosystemId: string,
    @Query() query: ListTokensOfHolder,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<TokenListView> {
    const filter = { ...tokenFilterOf(query), holder: 'server' } as const;
    const page = await this.lists.listOfEcosystem(ecosystemId, filter, pageRequestOf(query), caller);
    return answer.of(page, (token) => viewOfToken(token, this.clock.now()));
  }

  /**
   * Mint an account token
   *
   * @remarks For an operator of the whole service. It has access to every ecosystem.
   */
  @Post('account-tokens')
  @Idempotent()
  @RequirePermission('keys:mint')
  @Holders('account')
  @ApiProblemsOfBody()
  async mintAccountToken(@Body() body: MintToken, @CurrentCaller() caller: Caller): Promise<MintedView> {
    return viewOfMinted(await this.tokens.mintAccountToken(mintRequestOf(body), caller), this.clock.now());
  }

  /**
   * List account tokens
   *
   * @remarks Newest first. Dead tokens are listed until they are pruned.
   */
  @Get('account-tokens')
  @RequirePermission('tokens:list')
  @Holders('account')
  @ApiPaginated()
  @ApiProblems('invalid-input')
  async listAccountTokens(
    @Query() query: ListTokensOfHolder,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<TokenListView> {
    const page = await this.lists.listAccountTokens(tokenFilterOf(query), pageRequestOf(query), caller);
    return answer.of(page, (token) => viewOfToken(token, this.clock.now()));
  }

  /**
   * Read the record of an account token
   *
   * @remarks Dead tokens are found until they are pruned.
   */
  @Get('account-tokens/:tokenId')
  @RequirePermission('tokens:list')
  @Holders('account')
  @ApiConditionalGet()
  @ApiProblems('token-not-found')
  async readAccountToken(
    @Param('tokenId') tokenId: string,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<TokenView> {
    const view = viewOfToken(await this.tokens.requireAccountToken(tokenId, caller), this.clock.now());
    return conditions.respond(view, etagOfContent(view));
  }

  /**
   * Revoke an account token
   *
   * @remarks The token is refused everywhere when the response arrives. Repeating the call changes nothing. A
   * token can revoke itself. When live keys descend from it, by rotation or minting, the response is 200 and
   * lists them; `cascade=true` revokes them too.
   */
  @Delete('account-tokens/:tokenId')
  @HttpCode(200)
  @RequirePermission('tokens:revoke')
  @Holders('account')
  @ApiKeyRevocation()
  @ApiProblems('invalid-input', 'token-not-found')
  async revokeAccountToken(
    @Param('tokenId') tokenId: string,
    @Query() { cascade }: RevokeQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyRevokedView | undefined> {
    const revoked = await this.keys.revokeAccountToken(tokenId, cascade === true, caller);
    return answerRevocation(revoked, reply, this.clock.now());
  }
}
