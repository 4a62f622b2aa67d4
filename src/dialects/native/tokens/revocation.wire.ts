import { IsBoolean, IsIn, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { invalidField } from '../../../common/failure.js';
import { tokenReference } from '../../../common/identifier.js';
import { parseMoment } from '../../../common/moment.js';
import type { RevocationFilter } from '../../../tokens/revoke/bulk-revocation.service.js';

/** May be left out; null is not as left out here, since it would widen what is revoked. */
const IfGiven = () => ValidateIf((_, value) => value !== undefined);

const IsMoment = () =>
  Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/, {
    message: '$property must be a moment in ISO 8601 with an offset: 2026-11-22T10:00:00Z',
  });

/** Which tokens of the ecosystem are to be revoked: those of which everything given is true. */
export class RevokeTokens {
  /**
   * Those of this user.
   * @example BsNr28znDkG8aeo7W
   */
  @IfGiven()
  @Length(1, 128)
  @IsString()
  userId?: string;

  /**
   * Those of users, or those of servers.
   * @example user
   */
  @IfGiven()
  @IsIn(['user', 'server'])
  holder?: 'user' | 'server';

  /**
   * Those that were minted by the holder of this token (the id of its record).
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IfGiven()
  @Matches(tokenReference, { message: '$property must be the id of a token' })
  mintedBy?: string;

  /**
   * ISO 8601: those that were minted then or later.
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  createdFrom?: string;

  /**
   * ISO 8601: those that were minted before.
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  createdBefore?: string;

  /**
   * ISO 8601: those whose stored last use, which is at most a minute old, was then or later.
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  lastUsedFrom?: string;

  /**
   * ISO 8601: those whose stored last use was before, or that were never used.
   * @example 2026-11-22T10:00:00Z
   */
  @IfGiven()
  @IsMoment()
  lastUsedBefore?: string;

  /**
   * All tokens of the ecosystem; must be true when nothing else is given, and is not taken together with it.
   * @example false
   */
  @IfGiven()
  @IsBoolean()
  all?: boolean;

  /**
   * Only says how many there are, and changes nothing.
   * @example true
   */
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

/** How many tokens were revoked, or would be. */
export class MassRevokedView {
  /** @example 3 */
  revoked: number;

  /**
   * Whether nothing was changed.
   * @example false
   */
  dryRun: boolean;
}

/** The body as a core filter. @throws Failure `invalid-input` when it means nothing, or everything without saying so */
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

/** In whole ms: what is finer is cut off. */
function momentOfField(field: string, text: string): number {
  const moment = parseMoment(text);
  if (moment === undefined)
    throw invalidField('body', field, 'moment', `${field} is not a moment that there is`);
  return moment;
}
