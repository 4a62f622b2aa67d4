import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FailedAttempts } from '../../../access/rate-limit/failed-attempts.js';
import { addressOf } from '../../../access/rate-limit/client-network.js';
import type { Caller } from '../../../common/caller.js';
import { systemCaller } from '../../../common/caller.js';
import { Failure } from '../../../common/failure.js';
import { CONFIG, type Config } from '../../../config/config.js';
import { defaultEcosystemId, EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import type { MintRequest } from '../../../tokens/mint/new-token.js';
import { MintService } from '../../../tokens/mint/mint.service.js';
import { TokensVerifier } from '../../../tokens/verify/tokens.verifier.js';
import { NamedTokensService } from '../../../tokens/revoke/named-tokens.service.js';
import type { User } from '../../../users/user.entity.js';
import { SignInService } from '../../../users/sign-in/sign-in.service.js';
import { emailOf, searchTextOf, usernameOf } from '../../../users/names/user-names.js';
import { UsersService } from '../../../users/users.service.js';
import { firstText } from '../shared/body.js';
import { givenPassword, namedLogin } from './login-fields.js';

/** Maximum login tokens of a user, as the original's `MAX_RESUME_LOGIN_TOKENS`. */
const mostLoginTokens = 50;

/** Rocket.Chat's `login`: takes a password or a token, and returns a login token. */
@Injectable()
export class RocketchatLogin {
  /** Options of every login token, also of `users.createToken`. It lives `LOGIN_EXPIRATION_DAYS`. */
  private readonly mintRequest: MintRequest;

  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly users: UsersService,
    private readonly passwords: SignInService,
    private readonly tokens: MintService,
    private readonly userTokens: NamedTokensService,
    private readonly verifier: TokensVerifier,
    private readonly attempts: FailedAttempts,
    @Inject(CONFIG) { loginExpirationMs }: Config,
  ) {
    this.mintRequest = {
      lifetime: { expiryType: 'FixedTtl', ttl: loginExpirationMs },
      shape: 'plain',
      dialect: 'rocketchat',
    };
  }

  /**
   * Signs a user in. Returns the user and the secret of the login token.
   *
   * @throws Failure `login-refused`, `user-inactive`, `session-expired` (a dead token to resume),
   * `rate-limited`
   */
  async signIn(
    fields: Record<string, unknown>,
    { hostname: host, id: requestId, ip }: Pick<FastifyRequest, 'hostname' | 'id' | 'ip'>,
  ): Promise<{ user: User; secret: string }> {
    const resume = firstText(fields, 'resume');
    if (resume !== undefined) return { user: await this.resume(resume, host, ip), secret: resume };
    const named = namedLogin(fields);
    const password = givenPassword(fields);
    if (!named || !password) throw new Failure('login-refused', 'A user and a password are needed');
    const ecosystem = await this.ecosystems.findByDomain(host);
    const ecosystemId = ecosystem?.id ?? defaultEcosystemId;
    const [kind, name] = 'email' in named ? ['email', named.email] : ['username', named.username];
    // Charge the typed name, not the found account: otherwise a refusal would reveal which names belong to
    // one account.
    const keyed = kind === 'email' ? emailOf(name) : usernameOf(name);
    const typed = `${ecosystemId} ${kind} ${keyed?.key ?? searchTextOf(name)}`;
    const stranger: Caller = {
      ...systemCaller,
      holder: 'user',
      ecosystemId,
      permissions: [],
      requestId,
      address: addressOf(ip),
    };
    const user = await this.attempts.signIn(ip, typed, (compare) =>
      this.passwords.signIn(ecosystemId, named, password, stranger, compare),
    );
    const caller: Caller = { ...stranger, userId: user.id, isSignedIn: true };
    return { user, secret: await this.mint(user, caller, 'password') };
  }

  /** Mints a login token. The user's oldest tokens beyond the 50th are dead when this returns. */
  async mint(user: User, caller: Caller, provedBy?: MintRequest['provedBy']): Promise<string> {
    const { ecosystemId } = user;
    const request = { ...this.mintRequest, provedBy };
    const minted = await this.tokens.mintForUser(ecosystemId, user.id, request, caller);
    await this.userTokens.keepNewest(minted.token, mostLoginTokens, caller);
    return minted.secret;
  }

  private async resume(secret: string, host: string, ip: string): Promise<User> {
    try {
      return await this.userOf(secret, host);
    } catch (error) {
      throw await this.attempts.refusal(error, ip, secret);
    }
  }

  private async userOf(secret: string, host: string): Promise<User> {
    const ecosystem = await this.ecosystems.findByDomain(host);
    const verdict = await this.verifier.verify(secret, {
      ecosystemId: ecosystem?.id ?? null,
      isOfUsers: true,
    });
    if (!verdict.live && verdict.reason === 'expired') {
      throw new Failure('rocketchat:session-expired', 'Your session has expired. Please log in again.', {
        verdict: 'expired',
      });
    }
    const user = verdict.live
      ? await this.users.findById(verdict.session.ecosystemId!, verdict.session.userId!)
      : null;
    if (user) return user;
    throw new Failure(
      'rocketchat:session-expired',
      "You've been logged out by the server. Please log in again.",
      { verdict: verdict.live ? 'disabled' : verdict.reason },
    );
  }
}
