import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../common/failure.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';

/** How long a browser may cache a preflight, in seconds. */
const keptFor = 600;

/**
 * Lets browsers read the response on pages of the ecosystem's `origins` and refuses all other pages. Requests
 * without `Origin` do not come from a page.
 */
@Injectable()
export class AllowedOriginGuard implements CanActivate {
  constructor(private readonly ecosystems: EcosystemsService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { origin } = request.headers;
    void reply.header('vary', 'Origin');
    if (origin === undefined) return true;
    if (request.method === 'OPTIONS') await this.answerPreflight(origin, reply);
    else await this.demandOrigin(origin, request, reply);
    return true;
  }

  /**
   * A preflight has no credentials, so it is allowed for the pages of any ecosystem. The actual request is
   * not.
   */
  private async answerPreflight(origin: string, reply: FastifyReply): Promise<void> {
    if (!(await this.ecosystems.isOriginOfAny(origin))) return;
    void reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'Authorization, Content-Type',
      'access-control-max-age': String(keptFor),
    });
  }

  private async demandOrigin(origin: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = request.caller!;
    const { origins } = await this.ecosystems.require(caller.ecosystemId!, caller);
    if (!origins?.includes(origin)) {
      throw new Failure('permission-denied', 'The organisation does not allow pages of this origin');
    }
    void reply.header('access-control-allow-origin', origin);
  }
}
