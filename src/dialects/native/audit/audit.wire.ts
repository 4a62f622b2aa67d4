import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsIP, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { AuditAction, AuditEntry } from '../../../audit/audit-entry.entity.js';
import type { AuditFilter } from '../../../audit/audit.repository.js';
import { ecosystemReference, tokenReference, userReference } from '../../../common/identifier.js';
import { IsMoment, ListQuery, momentOf, PageView } from '../shared/lists.wire.js';
import { isoOf } from '../shared/native.wire.js';

const targetTypes = ['ecosystem', 'role', 'user', 'token'] as const;
const callerHolders = ['account', 'server', 'user', 'system'] as const;

/** What the account of an ecosystem may be asked for. */
export class ListAudit extends ListQuery {
  /**
   * Only deeds of this kind.
   * @example token.mint
   */
  @IsOptional()
  @Matches(/^[a-z-]{1,31}\.[a-z-]{1,32}$/, { message: 'action must look like token.mint' })
  action?: string;

  /**
   * Only what was done to such things.
   * @example token
   */
  @IsOptional()
  @IsIn(targetTypes)
  targetType?: (typeof targetTypes)[number];

  /**
   * Only what was done to the thing with this id.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Length(1, 64)
  @IsString()
  targetId?: string;

  /**
   * Only what was done with this token: its `id`.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Matches(tokenReference, { message: 'callerTokenId must be the id of a token' })
  callerTokenId?: string;

  /**
   * Only what this user did.
   * @example BsNr28znDkG8aeo7W
   */
  @IsOptional()
  @Matches(userReference, { message: 'callerUserId must be the id of a user' })
  callerUserId?: string;

  /**
   * Only what was done with tokens of these holders, or by Tokenwright itself.
   * @example server
   */
  @IsOptional()
  @IsIn(callerHolders)
  callerHolder?: (typeof callerHolders)[number];

  /**
   * Only what was done from this address.
   * @example 192.0.2.7
   */
  @IsOptional()
  @IsIP(undefined, { message: 'callerAddress must be an IP address' })
  callerAddress?: string;

  /**
   * Only what this request did: its `X-Request-Id`.
   * @example 0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9._:-]{1,128}$/, { message: 'requestId must be the id of a request' })
  requestId?: string;

  /** Only what was done at this moment or later. */
  @IsMoment()
  from?: string;

  /** Only what was done before this moment. */
  @IsMoment()
  before?: string;
}

/** What the account of the whole service may be asked for. */
export class ListAllAudit extends ListAudit {
  /**
   * Only what was done in this ecosystem, also in a deleted one.
   * @example acme
   */
  @IsOptional()
  @Matches(ecosystemReference, { message: 'ecosystemId must be 1 to 64 characters of A-Z a-z 0-9 _ -' })
  ecosystemId?: string;
}

/** Who did what to whom, when, and from where. */
export class AuditEntryView {
  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12 */
  id: string;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  at: string;

  /**
   * Null for what concerns the whole service.
   * @example default
   */
  ecosystemId: string | null;

  /** @example token.mint */
  action: AuditAction;

  /**
   * What kind of thing it was done to.
   * @example token
   */
  targetType: 'ecosystem' | 'role' | 'user' | 'token';

  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  targetId: string;

  /**
   * Who did it: the holder of the presented token, or Tokenwright itself.
   * @example server
   */
  callerHolder: 'account' | 'server' | 'user' | 'system';

  /**
   * The presented token.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10
   */
  callerTokenId: string | null;

  /** The user whose token was presented. */
  callerUserId: string | null;

  /**
   * From where: the address of whoever asked; behind a proxy that of the client when `TRUST_PROXY` names the proxy. Null
   * for what Tokenwright did itself, and for what was done before addresses were kept.
   * @example 192.0.2.7
   */
  callerAddress: string | null;

  /** Id of the request, as in the header `X-Request-Id`. */
  requestId: string | null;

  /**
   * What else is worth keeping; never a secret. Of `user.create`, `user.update`, `user.delete`, `ecosystem.create` and `ecosystem.update`:
   * `before` and `after` hold `roles` and `active`, or `domain`, `origins` and `registration`, as far as they changed; `fields` names all that
   * was given, and `tokensRevoked` says that a new password ended the tokens. Of `token.mint`: `holder`, `userId`, `dialect`, `expiryType`,
   * `expiresAt` (null for never), `permissions` (null for all of the holder's), and `provedBy` where a password was shown. Of
   * `role.define`: `permissions` and `before`, or `dialectGrants` and those of `before`. Of `user.login-failed`: how many `failures` there
   * were in the hour that began at `hour`, for the user, or for all names of the ecosystem that are no user's; an entry is written at the
   * first, the tenth, the hundredth failure and so on, and one with the sum within minutes after the hour.
   */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  detail: Record<string, unknown> | null;
}

/** A page of the account, the newest first. */
export class AuditListView {
  data: AuditEntryView[];
  page: PageView;
}

export function auditFilterOf({
  action,
  targetType,
  targetId,
  callerTokenId,
  callerUserId,
  callerHolder,
  callerAddress,
  requestId,
  ...when
}: Omit<ListAudit, 'limit' | 'cursor'>): AuditFilter {
  return {
    ...{ action, targetType, targetId, callerTokenId, callerUserId, callerHolder, callerAddress, requestId },
    from: momentOf(when.from),
    before: momentOf(when.before),
  };
}

export function viewOfEntry(entry: AuditEntry): AuditEntryView {
  const { id, at, ecosystemId, action, targetType, targetId } = entry;
  const { callerHolder, callerTokenId, callerUserId, callerAddress, requestId, detail } = entry;
  return {
    ...{ id, at: isoOf(at), ecosystemId, action, targetType, targetId },
    callerHolder: callerHolder as AuditEntryView['callerHolder'],
    ...{ callerTokenId, callerUserId, callerAddress, requestId, detail },
  };
}
