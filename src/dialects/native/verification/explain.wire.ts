import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { invalidField } from '../../../common/failure.js';
import { type Permission, permissions } from '../../../common/permission.js';
import {
  type Denial,
  type Explanation,
  type Question,
  type RefusalReason,
} from '../../../tokens/explain/explanations.service.js';
import { isoOf } from '../shared/native.wire.js';
import { TokenView, viewOfToken } from '../shared/token-views.wire.js';

/** Which token is to be explained: by its secret or by its id, one of the two. */
export class ExplainToken {
  /**
   * The secret. It is not kept, and named in no log.
   * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg
   */
  @IsOptional()
  @Length(1, 4096)
  @IsString()
  token?: string;

  /**
   * The id of the token's record.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Length(1, 128)
  @IsString()
  tokenId?: string;

  /**
   * A permission to explain with it.
   * @example tokens:mint
   */
  @IsOptional()
  @IsIn(permissions)
  permission?: Permission;
}

/** Why the token has a permission, or lacks it. */
export class PermissionExplanationView {
  /** @example tokens:mint */
  name: Permission;

  /**
   * Whether the token has it now.
   * @example false
   */
  granted: boolean;

  /**
   * What denies it: the token is refused (`verdict`); no such holder can have it (`holder`); no role of the user gives it
   * (`roles`); the token was minted with permissions that leave it out (`token`). Null when it is granted.
   * @example roles
   */
  deniedBy: Denial | null;

  /**
   * Since when that is so; ISO 8601, UTC. Null when it is granted, and for `roles`: the audit tells who changed them when.
   * @example null
   */
  since: string | null;

  /**
   * For people; may change.
   * @example "No role of the user gives it. Since when, the audit tells."
   */
  detail: string;

  /**
   * The roles that the user holds; none for other holders.
   * @example ["user"]
   */
  heldRoles: string[];

  /**
   * The roles of the user's ecosystem that give the permission, held or not; none for other holders.
   * @example ["admin"]
   */
  rolesThatGrantIt: string[];
}

/** Which rule decides about a token, and since when it does. */
export class ExplanationView {
  /**
   * What a verification would say now.
   * @example refused
   */
  verdict: 'live' | 'refused';

  /**
   * The rule that refuses it, the first in the order of verification; null when it is live. `unknown` also for a token of
   * another tenant; `malformed` for a text that cannot be a secret, or an id.
   * @example revoked
   */
  reason: RefusalReason | null;

  /**
   * Since when it is refused; ISO 8601, UTC. Null when it is live, unknown or malformed.
   * @example 2026-11-22T10:00:00.000Z
   */
  since: string | null;

  /**
   * For people; may change.
   * @example "It was revoked."
   */
  detail: string;

  /** The token's record; null for what is unknown or malformed. */
  token: TokenView | null;

  /** There when the request named a permission. */
  permission?: PermissionExplanationView;
}

/** @throws Failure `invalid-input` unless the body names one token in one way */
export function questionOf({ token: secret, tokenId }: ExplainToken): Question {
  const named = [secret, tokenId].filter((one) => one !== undefined && one !== null);
  if (named.length !== 1) throw invalidField('body', 'token', 'one-of', 'give either token or tokenId');
  return typeof secret === 'string' ? { secret } : { tokenId: tokenId! };
}

export function viewOfExplanation(explanation: Explanation, now: number): ExplanationView {
  const { since, token, permission, ...plain } = explanation;
  return {
    ...plain,
    since: isoOf(since),
    token: token && viewOfToken(token, now),
    permission: permission && { ...permission, since: isoOf(permission.since) },
  };
}
