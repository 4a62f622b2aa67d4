import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../common/caller.js';
import { DomainResolver } from '../../ecosystems/domain-resolver.js';
import { accessOf } from '../../access/access.decorators.js';
import { Authenticator, missing } from '../../access/authenticator.js';
import { FailedAttempts } from '../../access/rate-limit/failed-attempts.js';

/**
 * Authenticates by Rocket.Chat's two headers: `X-Auth-Token` must be a live token of the user `X-User-Id`. On
 * a host that is an ecosystem's `domain`, the user must belong to that ecosystem.
 */
@Injectable()
export class AuthTokenGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly hosts: DomainResolver,
    private readonly attempts: FailedAttempts,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { rule, credentials } = accessOf(context);
    if (rule === 'public' || credentials !== 'auth-token') return true;
    return this.admit(context.getArgByIndex<FastifyRequest>(0));
  }

  private async admit(request: FastifyRequest): Promise<boolean> {
    const { 'x-auth-token': secret, 'x-user-id': userId } = request.headers;
    if (typeof secret !== 'string' || typeof userId !== 'string' || !secret || !userId) {
      throw missing('the headers X-Auth-Token and X-User-Id');
    }
    try {
      request.caller = await this.callerOf(secret, userId, request);
    } catch (error) {
      throw await this.attempts.refusal(error, request.ip, secret);
    }
    return true;
  }

  private async callerOf(secret: string, userId: string, request: FastifyRequest): Promise<Caller> {
    // Texts that cannot be tokens cause no I/O, whatever the host.
    const isPossible = this.authenticator.isPossible(secret);
    const ecosystemId = isPossible ? await this.hosts.idOf(request.hostname) : null;
    return this.authenticator.authenticate(secret, request, { ecosystemId, userId });
  }
}
