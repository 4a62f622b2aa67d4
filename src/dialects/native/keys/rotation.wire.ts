import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Rotated, RotationRequest } from '../../../tokens/mint/rotation.service.js';
import { MintedView, TokenView, viewOfMinted, viewOfToken } from '../shared/token-views.wire.js';

const thirtyDays = 2_592_000;
const defaultOverlap = 3600;

/** Options of a rotation. */
export class RotateKey {
  /**
   * How long the old secret stays valid, in seconds: 0 to 2592000 (30 days), 3600 by default. 0 revokes it at
   * once. At least 60 when a key rotates itself, so that a lost response can be requested again with the same
   * `Idempotency-Key`.
   * @example 3600
   */
  @IsOptional()
  @Min(0)
  @Max(thirtyDays)
  @IsInt()
  overlap?: number;
}

/** The new key with its secret, and the key that it replaces. */
export class RotatedView extends MintedView {
  /**
   * Record of the old key. It ends after the overlap at the latest, see `maxAge` and `expiresAt`. Read it
   * again later: `lastUsedAt` shows whether the old secret is still in use.
   */
  replaced: TokenView;
}

export function rotationRequestOf({ overlap }: RotateKey): RotationRequest {
  return { overlap: (overlap ?? defaultOverlap) * 1000, shape: 'prefixed', dialect: 'native' };
}

export function viewOfRotated(rotated: Rotated, now: number): RotatedView {
  return { ...viewOfMinted(rotated, now), replaced: viewOfToken(rotated.replaced, now) };
}
