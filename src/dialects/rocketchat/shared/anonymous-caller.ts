import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../../../access/authenticator.js';
import { addressOf } from '../../../access/rate-limit/client-network.js';
import { type Caller, systemCaller } from '../../../common/caller.js';
import { defaultEcosystemId, EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import { TokensVerifier } from '../../../tokens/verify/tokens.verifier.js';

/** Who comes to a route that is open to the world. */
@Injectable()
export class AnonymousCallers {
  constructor(
    private readonly ecosystems: EcosystemsService,
    private readonly verifier: TokensVerifier,
  ) {}

  /** The ecosystem whose `domain` is the host, else the default one. */
  async ecosystemOf({ hostname }: FastifyRequest): Promise<string> {
    const ecosystem = await this.ecosystems.findByDomain(hostname);
    return ecosystem?.id ?? defaultEcosystemId;
  }

  /** The caller, when the two headers are there and right, as the guard of the other routes has it; else undefined. */
  async callerOf(request: FastifyRequest): Promise<Caller | undefined> {
    const { 'x-auth-token': secret, 'x-user-id': userId } = request.headers;
    if (typeof secret !== 'string' || typeof userId !== 'string' || !secret) return undefined;
    const here = await this.ecosystems.findByDomain(request.hostname);
    const verdict = await this.verifier.verify(secret, { ecosystemId: here?.id ?? null, userId });
    return verdict.live ? callerOf(verdict.session, request) : undefined;
  }

  /** Tokenwright itself, in whose name a visitor's own user is made. */
  inNameOf(ecosystemId: string, { id: requestId, ip }: Pick<FastifyRequest, 'id' | 'ip'>): Caller {
    return { ...systemCaller, ecosystemId, requestId, address: addressOf(ip) };
  }
}
