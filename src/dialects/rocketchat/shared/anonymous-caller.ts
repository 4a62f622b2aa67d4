import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../../../access/authenticator.js';
import { addressOf } from '../../../access/rate-limit/client-network.js';
import { type Caller, systemCaller } from '../../../common/caller.js';
import { defaultEcosystemId, EcosystemsService } from '../../../ecosystems/ecosystems.service.js';
import { TokensVerifier } from '../../../tokens/verify/tokens.verifier.js';

/** Callers of routes that are open to everybody. */
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

  /** The caller, when both headers are valid as in `AuthTokenGuard`; else undefined. */
  async callerOf(request: FastifyRequest): Promise<Caller | undefined> {
    const { 'x-auth-token': secret, 'x-user-id': userId } = request.headers;
    if (typeof secret !== 'string' || typeof userId !== 'string' || !secret) return undefined;
    const here = await this.ecosystems.findByDomain(request.hostname);
    const verdict = await this.verifier.verify(secret, { ecosystemId: here?.id ?? null, userId });
    return verdict.live ? callerOf(verdict.session, request) : undefined;
  }

  /** The system as the caller that creates a registering user. */
  inNameOf(ecosystemId: string, { id: requestId, ip }: Pick<FastifyRequest, 'id' | 'ip'>): Caller {
    return { ...systemCaller, ecosystemId, requestId, address: addressOf(ip) };
  }
}
