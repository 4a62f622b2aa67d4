import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiSecurity, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AnyCaller, CurrentCaller, Public, WithAuthToken } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Failure } from '../../../common/failure.js';
import { validate } from '../../shared/validation/validate.js';
import { CONFIG, type Config } from '../../../config/config.js';
import { createTokenSecret, opensCreateToken } from '../environment.js';
import { RevocationService } from '../../../tokens/revoke/revocation.service.js';
import type { User } from '../../../users/user.entity.js';
import { UsersService } from '../../../users/users.service.js';
import { ApiFailures } from '../../shared/failure-responses.decorator.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { fieldsOf, isSameText, namedUser } from '../shared/body.js';
import { rocketchatDialect } from '../rocketchat.dialect.js';
import { RocketchatLogin } from './login.js';
import { RocketchatPeople } from '../users/people.js';
import { RocketchatPermissions } from '../permissions/permissions.js';
import {
  CreateToken,
  CreateTokenWithSecret,
  LoggedIn,
  LoggedOut,
  Login,
  MeAnswer,
  RocketchatFailure,
  TokenCreated,
  viewOfMe,
} from '../shared/rocketchat.wire.js';

@ApiTags('Users')
@Controller('api/v1')
@WithAuthToken()
export class RocketchatLoginController {
  constructor(
    private readonly users: UsersService,
    private readonly people: RocketchatPeople,
    private readonly permissions: RocketchatPermissions,
    private readonly revocation: RevocationService,
    private readonly logins: RocketchatLogin,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Create a user's token
   *
   * @remarks The same kind of token as from `login`. For oneself it needs no permission, for others
   * `user-generate-access-token`, which a role has by default with `tokens:mint`. Up to 7.x the body names
   * the user; from 8.0 on it is `{userId, secret}`.
   */
  @Post('users.createToken')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity({ authToken: [], userId: [] })
  @ApiExtraModels(CreateToken, CreateTokenWithSecret)
  @ApiBody({
    schema: { anyOf: [{ $ref: getSchemaPath(CreateToken) }, { $ref: getSchemaPath(CreateTokenWithSecret) }] },
    examples: {
      'up to 7.x, by id': { value: { userId: 'BsNr28znDkG8aeo7W' } },
      'up to 7.x, by name': { value: { username: 'test' } },
      '8.x': { value: { userId: 'BsNr28znDkG8aeo7W', secret: 'a-long-random-text' } },
    },
  })
  @ApiFailures(
    rocketchatDialect,
    RocketchatFailure,
    'rocketchat:user-not-named',
    'user-not-found',
    'mint-refused',
    'user-inactive',
    ['invalid-input', { issues: [missingUserId()] }],
  )
  async createToken(@Body() body: object, @CurrentCaller() caller: Caller): Promise<TokenCreated> {
    const user = await this.target(body, caller);
    const secret = await this.logins.mint(user, caller);
    return { data: { userId: user.id, authToken: secret }, success: true };
  }

  /**
   * Log in
   *
   * @remarks With a username or an e-mail address and the password or its SHA-256, or with a token to resume.
   */
  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiBody({
    type: Login,
    examples: {
      'by name': { value: { user: 'test', password: 'correct horse battery staple' } },
      'by e-mail address': {
        value: { email: 'test@acme.example', password: 'correct horse battery staple' },
      },
      'with a token': { value: { resume: '2jdk99wuSjXPO201XlAks9sjDjAhSJmskAKW34NDlwI' } },
    },
  })
  @ApiFailures(rocketchatDialect, RocketchatFailure, 'login-refused', 'rocketchat:session-expired')
  async login(@Body() body: object, @Req() request: FastifyRequest): Promise<LoggedIn> {
    const { user, secret } = await this.logins.signIn(fieldsOf(body), request);
    const isGeneration8 = createTokenSecret(this.config) !== undefined;
    return {
      status: 'success',
      ...(isGeneration8 && { success: true }),
      data: { userId: user.id, authToken: secret, me: viewOfMe(user) },
    };
  }

  /**
   * Log out
   *
   * @remarks Revokes only the presented token.
   */
  @Post('logout')
  @HttpCode(200)
  @AnyCaller()
  @ApiSecurity({ authToken: [], userId: [] })
  @ApiFailures(rocketchatDialect, RocketchatFailure)
  async logout(@CurrentCaller() caller: Caller): Promise<LoggedOut> {
    await this.revocation.revokeToken(caller.ecosystemId!, caller.tokenId!, caller);
    return { status: 'success', data: { message: "You've been logged out!" } };
  }

  /**
   * Log out (older clients)
   *
   * @remarks As `POST /api/v1/logout`.
   */
  @Get('logout')
  @AnyCaller()
  @ApiSecurity({ authToken: [], userId: [] })
  @ApiFailures(rocketchatDialect, RocketchatFailure)
  logoutByGet(@CurrentCaller() caller: Caller): Promise<LoggedOut> {
    return this.logout(caller);
  }

  /**
   * Read oneself
   *
   * @remarks The user of the presented token.
   */
  @Get('me')
  @AnyCaller()
  @ApiSecurity({ authToken: [], userId: [] })
  @ApiFailures(rocketchatDialect, RocketchatFailure)
  async me(@CurrentCaller() caller: Caller): Promise<MeAnswer> {
    const user = await this.users.require(caller.ecosystemId!, caller.userId!, caller);
    return { ...viewOfMe(user), success: true };
  }

  /**
   * The user for whom the caller may mint. The order of the checks is the original's, but the answer reveals
   * no users.
   */
  private async target(body: object, caller: Caller): Promise<User> {
    const named = createTokenSecret(this.config) ? this.namedWithSecret(body) : namedUser(fieldsOf(body));
    if (!named) throw new Failure('rocketchat:user-not-named', 'No user is named');
    const isOpen = createTokenSecret(this.config) !== undefined || opensCreateToken(this.config);
    if (!isOpen) throw new Failure('mint-refused', 'Creating tokens is switched off');
    const mayMint = await this.permissions.holds(caller, 'user-generate-access-token');
    const user = await this.people.find(caller, named, mayMint);
    if (!user && !mayMint) throw new Failure('mint-refused', 'Only for oneself without the permission');
    if (!user) throw new Failure('user-not-found', 'There is no such user');
    return user;
  }

  private namedWithSecret(body: object): { id: string } | undefined {
    const { userId, secret } = validate(CreateTokenWithSecret, body, 'body');
    if (userId.trim() === '') return undefined;
    if (!isSameText(secret, createTokenSecret(this.config)!)) {
      throw new Failure('mint-refused', 'The secret is wrong');
    }
    return { id: userId };
  }
}

function missingUserId() {
  const message = "must have required property 'userId'";
  return { place: 'body', path: 'userId', rule: 'isString', message } as const;
}
