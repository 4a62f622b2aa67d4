import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { KeyRevocation } from '../../../tokens/revoke/key-revocation.service.js';
import { TokenView, viewOfToken } from '../shared/token-views.wire.js';

/** How a token is to be revoked. */
export class RevokeQuery {
  /**
   * `true` also revokes what came from it: the keys that rotations put in its place, and all that it and they minted, also for
   * users, through however many hands.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  cascade?: boolean;
}

/** What came from a revoked key. */
export class KeyRevokedView {
  /**
   * With `cascade`: how many tokens were revoked, with the one that was named.
   * @example 3
   */
  revoked?: number;

  /**
   * Without it: keys that were put in its place or minted with it and are still live, up to 100. Revoke with `cascade=true` unless
   * you know them.
   */
  livingOn?: TokenView[];
}

/** Documents the two answers of a revocation. */
export function ApiKeyRevocation(): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({ type: KeyRevokedView, description: 'It is revoked; this is what came from it' }),
    ApiNoContentResponse({ description: 'It is revoked, and no live key came from it' }),
  );
}

export function answerRevocation(
  revocation: KeyRevocation,
  reply: FastifyReply,
  now: number,
): KeyRevokedView | undefined {
  if ('livingOn' in revocation && revocation.livingOn.length === 0) {
    void reply.status(204);
    return undefined;
  }
  if ('revoked' in revocation) return revocation;
  return { livingOn: revocation.livingOn.map((token) => viewOfToken(token, now)) };
}
