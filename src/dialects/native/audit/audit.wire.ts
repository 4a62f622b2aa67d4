import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsIP, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { AuditAction, AuditEntry } from '../../../audit/audit-entry.entity.js';
import type { AuditFilter } from '../../../audit/audit.repository.js';
import {
  ecosystemReference,
  longestUserReference,
  tokenReference,
  userReference,
} from '../../../common/ids/identifier.js';
import { IsMoment, ListQuery, momentOf, PageView } from '../shared/lists.wire.js';
import { isoOf } from '../shared/native.wire.js';

const targetTypes = ['ecosystem', 'role', 'user', 'token'] as const;
const callerHolders = ['account', 'server', 'user', 'system'] as const;

/** Filters of an audit list. */
export class ListAudit extends ListQuery {
  /**
   * Only this action.
   * @example token.mint
   */
  @IsOptional()
  @Matches(/^[a-z-]{1,31}\.[a-z-]{1,32}$/, { message: 'action must look like token.mint' })
  action?: string;

  /**
   * Only targets of this kind.
   * @example token
   */
  @IsOptional()
  @IsIn(targetTypes)
  targetType?: (typeof targetTypes)[number];

  /**
   * Only the target with this id; of a user also `external:` and the `externalId`.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Length(1, longestUserReference)
  @IsString()
  targetId?: string;

  /**
   * Only actions with this token: its `id`.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Matches(tokenReference, { message: 'callerTokenId must be the id of a token' })
  callerTokenId?: string;

  /**
   * Only actions of this user: the id, or `external:` and the `externalId`.
   * @example BsNr28znDkG8aeo7W
   */
  @IsOptional()
  @Matches(userReference, { message: 'callerUserId must be the id of a user' })
  callerUserId?: string;

  /**
   * Only actions by tokens of this holder, or by Tokenwright itself (`system`).
   * @example server
   */
  @IsOptional()
  @IsIn(callerHolders)
  callerHolder?: (typeof callerHolders)[number];

  /**
   * Only actions from this client address.
   * @example 192.0.2.7
   */
  @IsOptional()
  @IsIP(undefined, { message: 'callerAddress must be an IP address' })
  callerAddress?: string;

  /**
   * Only actions of the request with this `X-Request-Id`.
   * @example 0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9._:-]{1,128}$/, { message: 'requestId must be the id of a request' })
  requestId?: string;

  /** Only at or after this time. */
  @IsMoment()
  from?: string;

  /** Only before this time. */
  @IsMoment()
  before?: string;
}

/** Filters of an audit list of the whole service. */
export class ListAllAudit extends ListAudit {
  /**
   * Only in this ecosystem, even a deleted one.
   * @example acme
   */
  @IsOptional()
  @Matches(ecosystemReference, { message: 'ecosystemId must be 1 to 64 characters of A-Z a-z 0-9 _ -' })
  ecosystemId?: string;
}

/** An audit entry: actor, action, target, time and address. */
export class AuditEntryView {
  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12 */
  id: string;

  /**
   * ISO 8601, UTC.
   * @example 2026-11-22T10:00:00.000Z
   */
  at: string;

  /**
   * Null for service-wide events.
   * @example default
   */
  ecosystemId: string | null;

  /** @example token.mint */
  action: AuditAction;

  /**
   * Kind of the target.
   * @example token
   */
  targetType: 'ecosystem' | 'role' | 'user' | 'token';

  /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
  targetId: string;

  /**
   * Actor: the holder of the presented token, or Tokenwright itself (`system`).
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
   * Client address; behind a proxy it needs `TRUST_PROXY`. Null for actions of Tokenwright itself, and for
   * entries from before addresses were recorded.
   * @example 192.0.2.7
   */
  callerAddress: string | null;

  /** Id of the request, as in the header `X-Request-Id`. */
  requestId: string | null;

  /**
   * Further facts, never a secret. `user.create`, `user.update`, `user.delete`, `ecosystem.create` and
   * `ecosystem.update`: `before` and `after` hold the changed ones of `roles` and `active`, or of `domain`,
   * `origins` and `registration`; `fields` names all given fields; `tokensRevoked` is set when a new password
   * ended the tokens. `token.mint`: `holder`, `userId`, `dialect`, `expiryType`, `expiresAt` (null for
   * never), `permissions` (null for all of the holder's), and `provedBy` when a password was presented.
   * `role.define`: `permissions` and `before`, or `dialectGrants` and those of `before`. `user.login-failed`:
   * the number of `failures` in the hour that starts at `hour`, for the user, or for all unknown names of the
   * ecosystem together; an entry is written at the 1st, 10th, 100th failure and so on, and one with the sum
   * within minutes after the hour.
   */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  detail: Record<string, unknown> | null;
}

/** A page of audit entries, newest first. */
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
