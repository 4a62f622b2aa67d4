import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../common/caller.js';
import { accessOf } from './access.decorators.js';
import { Authenticator, missing, refused } from './authenticator.js';
import { FailedAttempts } from './failed-attempts.js';

/**
 * Knows the caller by `Authorization`: `Bearer SECRET` (RFC 6750), the bare `SECRET` (Droplit), or with the ecosystem
 * before a colon, `Bearer ORG_ID:API_KEY` (Strigo).
 */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly attempts: FailedAttempts,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { rule, credentials } = accessOf(context);
    if (rule === 'public' || credentials !== 'bearer') return true;
    const request = context.getArgByIndex<FastifyRequest>(0);
    const { authorization } = request.headers;
    if (!authorization) throw missing('a token in the header Authorization');
    const presented = presentedIn(authorization);
    if (!presented) return this.refuse(refused(), request, authorization);
    const { ecosystemId, secret } = presented;
    const caller = ecosystemId
      ? this.authenticator.authenticateWithin(ecosystemId, secret, request)
      : this.authenticator.authenticate(secret, request);
    if (caller instanceof Promise) return this.admit(caller, request, secret);
    request.caller = caller;
    return true;
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

/** What the header `Authorization` presents: a secret, and perhaps an ecosystem; undefined when it cannot be read. */
export function presentedIn(
  authorization: string,
): { ecosystemId: string | undefined; secret: string } | undefined {
  const presented = /^\s*(?:Bearer\s+)?(?:([^\s:]+):)?([^\s:]+)\s*$/i.exec(authorization);
  return presented ? { ecosystemId: presented[1], secret: presented[2]! } : undefined;
}
