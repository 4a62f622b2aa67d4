import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
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

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { rule, credentials } = accessOf(context);
    if (rule === 'public' || credentials !== 'bearer') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (!authorization) throw missing('a token in the header Authorization');
    const presented = presentedIn(authorization);
    if (!presented) throw await this.attempts.refusal(refused(), request.ip, authorization);
    const { ecosystemId, secret } = presented;
    try {
      request.caller = ecosystemId
        ? await this.authenticator.authenticateWithin(ecosystemId, secret, request)
        : await this.authenticator.authenticate(secret, request);
    } catch (error) {
      throw await this.attempts.refusal(error, request.ip, secret);
    }
    return true;
  }
}

/** What the header `Authorization` presents: a secret, and perhaps an ecosystem; undefined when it cannot be read. */
export function presentedIn(
  authorization: string,
): { ecosystemId: string | undefined; secret: string } | undefined {
  const presented = /^\s*(?:Bearer\s+)?(?:([^\s:]+):)?([^\s:]+)\s*$/i.exec(authorization);
  return presented ? { ecosystemId: presented[1], secret: presented[2]! } : undefined;
}
