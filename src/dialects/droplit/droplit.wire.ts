import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { invalidField } from '../../common/failure.js';
import { ecosystemReference, userReference } from '../../common/ids/identifier.js';
import { type ExpiryType, expiryTypes } from '../../sessions/lifetime.js';
import type { MintRequest } from '../../tokens/mint/new-token.js';

const tenYears = 315_360_000;

/** Options of the token. */
export class TokenQuery {
  /**
   * How the token expires; `FixedTtl` by default.
   * @example SlidingTtl
   */
  @IsOptional()
  @IsIn(expiryTypes, { message: `field must be one of the following values: ${expiryTypes.join(', ')}` })
  expiryType?: ExpiryType;

  /**
   * How long the token is valid, in seconds, up to ten years; 3600 by default. Ignored with `Infinite`.
   * @example 3600
   */
  @ValidateIf(({ ttl, expiryType }: TokenQuery) => ttl !== undefined && expiryType !== 'Infinite')
  @Max(tenYears, { message: `expected field to be at most ${tenYears}` })
  @Min(1, { message: 'expected field to be a positive number' })
  @IsInt({ message: 'expected field to be a whole number' })
  @IsNumber({}, { message: 'expected field to be a number' })
  @Transform(({ value }) => (/^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : value))
  ttl?: number;
}

/** The token in Droplit's format. */
export class TokenCreated {
  /**
   * The secret, 128 characters.
   * @example _Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4
   */
  token: string;
}

/** One invalid input. */
export class DroplitFault {
  /** @example query */
  in: 'query' | 'path' | 'body' | 'header';

  /** @example "expected field to be a number" */
  message: string;

  /** @example ttl */
  path: string;
}

/** Droplit's failure envelope. */
export class DroplitFailure {
  /** @example InvalidParams */
  errorType: string;

  /** Absent for invalid `meta`. */
  errors?: DroplitFault[];
}

/** A user as a path names it. */
export interface Subject {
  ecosystemId: string;
  reference: string;
}

/**
 * Parses `ECOSYSTEM;USER`, split at the first `;`, raw or percent-encoded.
 *
 * @throws Failure `invalid-input` for parts that cannot be ids
 */
export function subjectOf(text: string): Subject {
  const end = text.indexOf(';');
  const ecosystemId = text.slice(0, Math.max(end, 0));
  const reference = text.slice(end + 1);
  if (end < 0 || !ecosystemReference.test(ecosystemId) || !userReference.test(reference)) {
    throw invalidField('path', 'id', 'reference', 'expected ECOSYSTEM-ID;USER-ID with valid ids');
  }
  return { ecosystemId, reference };
}

/** The `Subject` in the path parameter `:subject`. */
export const SubjectParam = createParamDecorator((_: unknown, context: ExecutionContext): Subject => {
  const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { subject: string } }>>();
  return subjectOf(params.subject);
});

export function mintRequestOf({ expiryType = 'FixedTtl', ttl = 3600 }: TokenQuery): MintRequest {
  const lifetime = expiryType === 'Infinite' ? { expiryType } : { expiryType, ttl: ttl * 1000 };
  return { lifetime, shape: 'long', dialect: 'droplit' };
}
