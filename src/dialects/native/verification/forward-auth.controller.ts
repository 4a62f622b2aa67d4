import { All, Controller, Get, HttpCode, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LimitedAs, Public } from '../../../access/access.decorators.js';
import { missing, refused } from '../../../access/authenticator.js';
import { Failure } from '../../../common/failure.js';
import { validate } from '../../shared/validation/validate.js';
import type { Session } from '../../../sessions/session.js';
import { TokensVerifier } from '../../../tokens/verify/tokens.verifier.js';
import { FastRoute } from '../../shared/fast-route.decorator.js';
import { Query } from '../../shared/validated-input.decorators.js';
import { ForwardAuthQuery } from './forward-auth.wire.js';
import { ApiProblems } from '../shared/native.wire.js';
import { presentedToken } from './presented-token.js';

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const },
  example,
});

/** Protects services behind a reverse proxy, without code in the service. */
@ApiTags('Verification')
@Controller('v1/verify')
export class ForwardAuthController {
  constructor(private readonly verifier: TokensVerifier) {}

  /**
   * Verify for a proxy
   *
   * @remarks For nginx's `auth_request`, Traefik's `forwardAuth` and similar, which forward the client's
   * headers. The token comes from `Authorization: Bearer`, else from `X-Auth-Token`, else from the cookie
   * named in the query. Counts as a use, so a sliding token slides. The response headers are for the service
   * behind the proxy; characters of ids outside visible ASCII are percent-encoded.
   */
  @Get()
  @FastRoute()
  @HttpCode(200)
  @Public()
  @LimitedAs('verification')
  @ApiOkResponse({
    description: 'The token is live and meets the requirements',
    headers: {
      'X-User-Id': header('The user whose token it is; absent for keys', 'BsNr28znDkG8aeo7W'),
      'X-Ecosystem-Id': header('The ecosystem that was demanded', 'default'),
      'X-Token-Id': header("Id of the token's record", '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11'),
      'X-Token-Holder': header('`user`, `server` or `account`', 'user'),
      'X-Permissions': header('What the token may do, separated by spaces', 'users:read tokens:list'),
    },
  })
  @ApiProblems('invalid-input')
  async verifyForProxy(
    @Query() demands: ForwardAuthQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.verify(demands, request, reply);
  }

  /**
   * As `verifyForProxy`, for Envoy's `ext_authz`, which appends the client's path and query to the prefix;
   * they are ignored. The proxy sets the requirements in headers.
   */
  @All('*')
  @HttpCode(200)
  @Public()
  @LimitedAs('verification')
  @ApiExcludeEndpoint()
  async verifyForEnvoy(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const demanded = (name: string) => {
      const value = request.headers[`x-verify-${name}`];
      return value === undefined
        ? undefined
        : String(value)
            .split(/[\s,]+/)
            .filter(Boolean);
    };
    const [ecosystem, cookie] = [demanded('ecosystem'), demanded('cookie')];
    const given = {
      ecosystem: ecosystem?.join(),
      permission: demanded('permission'),
      holder: demanded('holder'),
      cookie: cookie?.join(),
    };
    await this.verify(validate(ForwardAuthQuery, given, 'header'), request, reply);
  }

  private async verify(
    { ecosystem, permission = [], holder, cookie }: ForwardAuthQuery,
    { headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const secret = presentedToken(headers, cookie);
    if (secret === undefined) throw missing('a token in the header Authorization or X-Auth-Token');
    const verdict = await this.verifier.verify(secret, { ecosystemId: ecosystem, seesAccounts: true });
    if (!verdict.live) throw refused();
    const { session } = verdict;
    if (holder && !holder.includes(session.holder)) {
      throw new Failure('wrong-holder', `A token of a ${session.holder} is not accepted here`);
    }
    const lacking = permission.find((one) => !session.permissions.includes(one));
    if (lacking !== undefined) {
      throw new Failure('permission-denied', `This needs the permission ${lacking}`, { permission: lacking });
    }
    void reply.headers(identityHeaders(session, ecosystem));
  }
}

function identityHeaders(
  { userId, tokenId, holder, permissions }: Session,
  ecosystem: string,
): Record<string, string> {
  return {
    ...(userId !== null && { 'x-user-id': visible(userId) }),
    'x-ecosystem-id': ecosystem,
    'x-token-id': tokenId,
    'x-token-holder': holder,
    'x-permissions': permissions.join(' '),
  };
}

function visible(id: string): string {
  return id.replace(/[^\x21-\x24\x26-\x7e]+/gu, encodeURIComponent);
}
