import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Clock } from '../../../common/clock.js';
import { KeyRevocationService } from '../../../tokens/revoke/key-revocation.service.js';
import { RevocationService } from '../../../tokens/revoke/revocation.service.js';
import { TokensReader } from '../../../tokens/tokens.reader.js';
import { MintService } from '../../../tokens/mint/mint.service.js';
import { MintWithUserService } from '../../../tokens/mint/mint-with-user.service.js';
import { FastRoute } from '../../shared/fast-route.decorator.js';
import { Body, Query } from '../../shared/validated-input.decorators.js';
import {
  ApiConditionalGet,
  ConditionalRequest,
  RequestConditions,
  etagOfContent,
} from '../shared/conditional-request.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import {
  ApiKeyRevocation,
  answerRevocation,
  KeyRevokedView,
  RevokeQuery,
} from '../keys/key-revocation.wire.js';
import { ApiPaginated, ListAnswer, PagedAnswer, pageRequestOf } from '../shared/lists.wire.js';
import { ApiProblems, ApiProblemsOfBody } from '../shared/native.wire.js';
import { ListTokens, ListTokensOfHolder, tokenFilterOf, TokenListView } from './token-lists.wire.js';
import { MintedView, RevokedView, TokenView, viewOfMinted, viewOfToken } from '../shared/token-views.wire.js';
import { mintRequestOf, MintUserToken, userToCreate } from './tokens.wire.js';

@ApiTags('Tokens')
@Controller('v1/ecosystems/:ecosystemId')
export class TokensController {
  constructor(
    private readonly tokens: MintService,
    private readonly mints: MintWithUserService,
    private readonly lists: TokensReader,
    private readonly revocation: RevocationService,
    private readonly keys: KeyRevocationService,
    private readonly clock: Clock,
  ) {}

  /**
   * Mint a user token
   *
   * @remarks The secret is shown only once. A token never has more permissions than its minter. With `createUser` and
   * `external:EXTERNAL_ID` in the path, the user is created in the same transaction when nobody has the `externalId`.
   */
  @Post('users/:userId/tokens')
  @FastRoute()
  @Idempotent()
  @RequirePermission('tokens:mint')
  @ApiBody({
    type: MintUserToken,
    examples: {
      known: { value: { expiryType: 'SlidingTtl', ttl: 3600, maxAge: 86_400, name: 'Telephone of Ada' } },
      new: { value: { createUser: true, user: { email: 'grace@acme.example', name: 'Grace Hopper' } } },
    },
  })
  @ApiProblemsOfBody('ecosystem-not-found', 'user-not-found', 'user-inactive', [
    'conflict',
    { field: 'email' },
  ])
  async mintToken(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @Body() body: MintUserToken,
    @CurrentCaller() caller: Caller,
  ): Promise<MintedView> {
    const request = mintRequestOf(body);
    const user = userToCreate(body);
    const minted = user
      ? await this.mints.mint(ecosystemId, userId, user, request, caller)
      : await this.tokens.mintForUser(ecosystemId, userId, request, caller);
    return viewOfMinted(minted, this.clock.now());
  }

  /**
   * List the tokens of a user
   *
   * @remarks Newest first. Dead tokens are listed until they are pruned.
   */
  @Get('users/:userId/tokens')
  @RequirePermission('tokens:list')
  @ApiPaginated()
  @ApiProblems('invalid-input', 'ecosystem-not-found', 'user-not-found')
  async listTokensOfUser(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @Query() query: ListTokensOfHolder,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<TokenListView> {
    const filter = tokenFilterOf(query);
    const page = await this.lists.listOfUser(ecosystemId, userId, filter, pageRequestOf(query), caller);
    return answer.of(page, (token) => viewOfToken(token, this.clock.now()));
  }

  /**
   * Revoke all tokens of a user
   *
   * @remarks All of them are refused everywhere when the response arrives.
   */
  @Delete('users/:userId/tokens')
  @RequirePermission('tokens:revoke')
  @ApiProblems('ecosystem-not-found', 'user-not-found')
  async revokeTokens(
    @Param('ecosystemId') ecosystemId: string,
    @Param('userId') userId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<RevokedView> {
    return { revoked: await this.revocation.revokeAllOfUser(ecosystemId, userId, caller) };
  }

  /**
   * List tokens
   *
   * @remarks Tokens of users and servers, newest first. Dead tokens are listed until they are pruned.
   */
  @Get('tokens')
  @RequirePermission('tokens:list')
  @ApiPaginated()
  @ApiProblems('invalid-input', 'ecosystem-not-found')
  async listTokens(
    @Param('ecosystemId') ecosystemId: string,
    @Query() query: ListTokens,
    @CurrentCaller() caller: Caller,
    @ListAnswer() answer: PagedAnswer,
  ): Promise<TokenListView> {
    const filter = tokenFilterOf(query);
    const page = await this.lists.listOfEcosystem(ecosystemId, filter, pageRequestOf(query), caller);
    return answer.of(page, (token) => viewOfToken(token, this.clock.now()));
  }

  /**
   * Read the record of a token
   *
   * @remarks Any holder in the ecosystem. Dead tokens are found until they are pruned.
   */
  @Get('tokens/:tokenId')
  @RequirePermission('tokens:list')
  @ApiConditionalGet()
  @ApiProblems('ecosystem-not-found', 'token-not-found')
  async readToken(
    @Param('ecosystemId') ecosystemId: string,
    @Param('tokenId') tokenId: string,
    @CurrentCaller() caller: Caller,
    @RequestConditions() conditions: ConditionalRequest,
  ): Promise<TokenView> {
    const view = viewOfToken(await this.tokens.require(ecosystemId, tokenId, caller), this.clock.now());
    return conditions.respond(view, etagOfContent(view));
  }

  /**
   * Revoke a token
   *
   * @remarks The token is refused everywhere when the response arrives. Repeating the call changes nothing.
   * When live keys descend from a key, by rotation or minting, the response is 200 and lists them;
   * `cascade=true` revokes them too. Tokens that a user minted for themselves with this token always die with
   * it.
   */
  @Delete('tokens/:tokenId')
  @HttpCode(200)
  @RequirePermission('tokens:revoke')
  @ApiKeyRevocation()
  @ApiProblems('invalid-input', 'ecosystem-not-found', 'token-not-found')
  async revokeToken(
    @Param('ecosystemId') ecosystemId: string,
    @Param('tokenId') tokenId: string,
    @Query() { cascade }: RevokeQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyRevokedView | undefined> {
    const revoked = await this.keys.revoke(ecosystemId, tokenId, cascade === true, caller);
    return answerRevocation(revoked, reply, this.clock.now());
  }
}
