import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import { accessOf } from './access.decorators.js';
import { Authenticator, missing, refused } from './authenticator.js';
import { FailedAttempts } from './rate-limit/failed-attempts.js';
import { type Presented, presentedBy, presentedIn, sendsForm } from './presented.js';

/** Authenticates by `Authorization`, or by client credentials in a form where the route takes them. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly attempts: FailedAttempts,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { rule, credentials } = accessOf(context);
    if (rule === 'public' || credentials === 'auth-token') return true;
    const request = context.getArgByIndex<FastifyRequest>(0);
    const { authorization } = request.headers;
    if (credentials === 'client') return this.knowClient(request);
    if (!authorization) throw missing('a token in the header Authorization');
    const presented = presentedIn(authorization);
    // Browsers send Basic on their own once challenged, so only OAuth's operations accept it.
    if (presented?.scheme !== 'bearer') return this.refuse(refused(), request, authorization);
    return this.know(presented, request);
  }

  private knowClient(request: FastifyRequest): boolean | Promise<boolean> {
    const { authorization } = request.headers;
    const presented = authorization || sendsForm(request) ? presentedBy(request) : undefined;
    if (presented) return this.know(presented, request);
    if (!authorization) throw missing('a token in the header Authorization, or client credentials');
    return this.refuse(refused(), request, authorization);
  }

  private know(presented: Presented, request: FastifyRequest): boolean | Promise<boolean> {
    const { secret } = presented;
    try {
      const caller = this.callerOf(presented, request);
      if (caller instanceof Promise) return this.admit(caller, request, secret);
      request.caller = caller;
      return true;
    } catch (error) {
      return this.refuse(error, request, secret);
    }
  }

  private callerOf({ scheme, name, secret }: Presented, request: FastifyRequest): Caller | Promise<Caller> {
    if (name === undefined) return this.authenticator.authenticate(secret, request);
    if (scheme === 'bearer') return this.authenticator.authenticateWithin(name, secret, request);
    return this.authenticator.authenticateClient(name, secret, request);
  }

  private async admit(caller: Promise<Caller>, request: FastifyRequest, secret: string): Promise<boolean> {
    try {
      request.caller = await caller;
      return true;
    } catch (error) {
      return this.refuse(error, request, secret);
    }
  }

  private async refuse(error: unknown, { ip }: FastifyRequest, presented: string): Promise<never> {
    throw await this.attempts.refusal(error, ip, presented);
  }
}
