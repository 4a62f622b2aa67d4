import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import { Failure } from '../common/failure.js';
import { withinEcosystem } from '../common/permission.js';
import { EcosystemsService } from '../ecosystems/ecosystems.service.js';
import { type DeadReason, holderSight, type Session, type Sight, type Verdict } from '../sessions/session.js';
import { TokensVerifier } from '../tokens/verify/tokens.verifier.js';
import { addressOf } from './rate-limit/client-network.js';

type RequestOrigin = Pick<FastifyRequest, 'id' | 'ip'>;

/** Turns a presented secret into a caller. A client without a live token learns nothing else. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly verifier: TokensVerifier,
    private readonly ecosystems: EcosystemsService,
  ) {}

  /**
   * Synchronous when the verdict needs no I/O.
   *
   * @throws Failure `unauthenticated`, possibly as a rejection
   */
  authenticate(secret: string, origin: RequestOrigin, sight: Sight = holderSight): Caller | Promise<Caller> {
    const verdict = this.verifier.verify(secret, sight);
    if (verdict instanceof Promise) return verdict.then((known) => callerBy(known, origin));
    return callerBy(verdict, origin);
  }

  isPossible(secret: string): boolean {
    return this.verifier.isPossible(secret);
  }

  /**
   * As `authenticate`, for credentials that name an ecosystem. The token must belong to that ecosystem or to
   * an account. An account then acts inside that ecosystem only, without service-wide permissions.
   */
  async authenticateWithin(ecosystemId: string, secret: string, origin: RequestOrigin): Promise<Caller> {
    const caller = await this.authenticate(secret, origin, { ecosystemId, seesAccounts: true });
    return this.within(ecosystemId, caller);
  }

  /**
   * As `authenticate`, for OAuth client credentials. The client id is the id of the token or of its
   * ecosystem. With an ecosystem's id, an account token acts as in `authenticateWithin`.
   *
   * @throws Failure `unauthenticated`
   */
  authenticateClient(clientId: string, secret: string, origin: RequestOrigin): Caller | Promise<Caller> {
    const caller = this.authenticate(secret, origin, { ecosystemId: null, clientId });
    return caller instanceof Promise
      ? caller.then((known) => this.asClient(clientId, known))
      : this.asClient(clientId, caller);
  }

  private asClient(clientId: string, caller: Caller): Caller | Promise<Caller> {
    if (clientId === caller.tokenId || clientId === caller.ecosystemId) return caller;
    return this.within(clientId, caller);
  }

  private async within(ecosystemId: string, caller: Caller): Promise<Caller> {
    if (caller.ecosystemId === null && !(await this.ecosystems.find(ecosystemId))) throw refused();
    return { ...caller, ecosystemId, permissions: withinEcosystem(caller.permissions) };
  }
}

function callerBy(verdict: Verdict, origin: RequestOrigin): Caller {
  if (!verdict.live) throw refused(verdict.reason);
  return callerOf(verdict.session, origin);
}

export function callerOf(session: Session, { id: requestId, ip }: RequestOrigin): Caller {
  const { holder, tokenId, ecosystemId, userId, permissions, narrowedTo, isSignedIn } = session;
  const { expiresAt: endsAt } = session;
  const address = addressOf(ip);
  return {
    holder,
    tokenId,
    ecosystemId,
    userId,
    permissions,
    narrowedTo,
    endsAt,
    isSignedIn,
    requestId,
    address,
  };
}

export function refused(verdict?: DeadReason): Failure {
  return new Failure('unauthenticated', 'The token is not valid', { presented: true, verdict });
}

export function missing(what: string): Failure {
  return new Failure('unauthenticated', `This needs ${what}`, { presented: false });
}
