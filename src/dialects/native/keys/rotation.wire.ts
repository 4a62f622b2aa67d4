import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Rotated, RotationRequest } from '../../../tokens/mint/rotation.service.js';
import { MintedView, TokenView, viewOfMinted, viewOfToken } from '../shared/token-views.wire.js';

const thirtyDays = 2_592_000;
const defaultOverlap = 3600;

/** How a key is to be rotated. */
export class RotateKey {
  /**
   * How much longer the old secret is accepted, in seconds, 0 to 2592000 (30 days); 3600 when left out. With 0 it is
   * revoked at once. At least 60 when a key rotates itself, so that a lost answer can be asked for again with the same
   * `Idempotency-Key`.
   * @example 3600
   */
  @IsOptional()
  @Min(0)
  @Max(thirtyDays)
  @IsInt()
  overlap?: number;
}

/** The new key, its secret, and the key that it replaces. */
export class RotatedView extends MintedView {
  /**
   * The old key's record. It ends after the overlap at the latest, which its `maxAge` and `expiresAt` show; read it again
   * to see by `lastUsedAt` whether somebody still uses the old secret.
   */
  replaced: TokenView;
}

export function rotationRequestOf({ overlap }: RotateKey): RotationRequest {
  return { overlap: (overlap ?? defaultOverlap) * 1000, shape: 'prefixed', dialect: 'native' };
}

export function viewOfRotated(rotated: Rotated, now: number): RotatedView {
  return { ...viewOfMinted(rotated, now), replaced: viewOfToken(rotated.replaced, now) };
}
