import { IsBoolean, IsIn, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { invalidField } from '../../../common/failure.js';
import { longestUserReference, tokenReference } from '../../../common/ids/identifier.js';
import { parseMoment } from '../../shared/moment.js';
import type { RevocationFilter } from '../../../tokens/revoke/bulk-revocation.service.js';

/** An optional field in which null is invalid: treating null as absent would widen the revocation. */
const IfGiven = () => ValidateIf((_, value) => value !== undefined);

const IsMoment = () =>
  Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/, {
    message: '$property must be an ISO 8601 time with an offset: 2026-11-22T10:00:00Z',
  });

/** Filter of the tokens to revoke. A token must match every given field. */
export class RevokeTokens {
  /**
   * Tokens of this user: the id, or `external:` and the `externalId`.
   * @example BsNr28znDkG8aeo7W
   */
  @IfGiven()
  @Length(1, longestUserReference)
  @IsString()
  userId?: string;

  /**
   * Tokens of users, or of servers.
   * @example user
   */
  @IfGiven()
  @IsIn(['user', 'server'])
  holder?: 'user' | 'server';

  /**
   * Tokens minted by the token with this id.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IfGiven()
  @Matches(tokenReference, { message: '$property must be the id of a token' })
  mintedBy?: string;

  /**
   * Tokens minted at or after this time (ISO 8601).
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  createdFrom?: string;

  /**
   * Tokens minted before this time (ISO 8601).
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  createdBefore?: string;

  /**
   * Tokens last used at or after this time (ISO 8601), by the stored last use, which is at most a minute old.
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  lastUsedFrom?: string;

  /**
   * Tokens last used before this time (ISO 8601), or never.
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  lastUsedBefore?: string;

  /**
   * All tokens of the ecosystem. Must be `true` when no other filter is given, and cannot be combined with
   * one.
   * @example false
   */
  @IfGiven()
  @IsBoolean()
  all?: boolean;

  /**
   * Only counts the tokens and changes nothing.
   * @example true
   */
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

/** Number of tokens that were or would be revoked. */
export class MassRevokedView {
  /** @example 3 */
  revoked: number;

  /**
   * Whether nothing was changed.
   * @example false
   */
  dryRun: boolean;
}

/** Converts the body for the core. @throws Failure `invalid-input` for an empty filter without `all` */
export function revocationFilterOf(body: RevokeTokens): RevocationFilter {
  const { userId, holder, mintedBy, all } = body;
  const filter: RevocationFilter = { userId, holder, mintedBy };
  for (const field of ['createdFrom', 'createdBefore', 'lastUsedFrom', 'lastUsedBefore'] as const) {
    const text = body[field];
    if (text !== undefined) filter[field] = momentOfField(field, text);
  }
  const isEmpty = Object.values(filter).every((value) => value === undefined);
  if (isEmpty && !all) {
    throw invalidField('body', 'all', 'filter', 'all must be true when no filter is given');
  }
  if (!isEmpty && all) throw invalidField('body', 'all', 'filter', 'all must not be true with a filter');
  return filter;
}

/** In whole ms; finer fractions are cut off. */
function momentOfField(field: string, text: string): number {
  const moment = parseMoment(text);
  if (moment === undefined) throw invalidField('body', field, 'moment', `${field} is not a valid time`);
  return moment;
}
