import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { KeyRevocation } from '../../../tokens/revoke/key-revocation.service.js';
import { TokenView, viewOfToken } from '../shared/token-views.wire.js';

/** Options of a revocation. */
export class RevokeQuery {
  /**
   * `true` also revokes the key's descendants: keys that replaced it by rotation, and all tokens that any of
   * them minted, directly or indirectly.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  cascade?: boolean;
}

/** Result of the revocation of a key with descendants. */
export class KeyRevokedView {
  /**
   * With `cascade`: the number of revoked tokens, including the named one.
   * @example 3
   */
  revoked?: number;

  /**
   * Without `cascade`: live keys that replaced it or that it minted, up to 100. Revoke with `cascade=true`
   * unless you know them.
   */
  livingOn?: TokenView[];
}

export function ApiKeyRevocation(): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({ type: KeyRevokedView, description: 'Revoked. Lists its live descendants.' }),
    ApiNoContentResponse({ description: 'Revoked. It has no live descendants.' }),
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
