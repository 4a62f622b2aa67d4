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

/** The token to explain: by its secret or by its id, not both. */
export class ExplainToken {
  /**
   * The secret. It is neither stored nor logged.
   * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg
   */
  @IsOptional()
  @Length(1, 4096)
  @IsString()
  token?: string;

  /**
   * Id of the token's record.
   * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
   */
  @IsOptional()
  @Length(1, 128)
  @IsString()
  tokenId?: string;

  /**
   * A permission to explain too.
   * @example tokens:mint
   */
  @IsOptional()
  @IsIn(permissions)
  permission?: Permission;
}

/** Why the token has or lacks a permission. */
export class PermissionExplanationView {
  /** @example tokens:mint */
  name: Permission;

  /**
   * Whether the token has it now.
   * @example false
   */
  granted: boolean;

  /**
   * Reason of the denial: the token is refused (`verdict`), its kind of holder cannot have it (`holder`), no
   * role of the user has it (`roles`), or the token was minted without it (`token`). Null when granted.
   * @example roles
   */
  deniedBy: Denial | null;

  /**
   * Start of the denial; ISO 8601, UTC. Null when granted, and for `roles`: the audit shows who changed them
   * when.
   * @example null
   */
  since: string | null;

  /**
   * For people. May change.
   * @example "No role of the user gives it. The audit shows since when."
   */
  detail: string;

  /**
   * Roles of the user; empty for other holders.
   * @example ["user"]
   */
  heldRoles: string[];

  /**
   * Roles of the user's ecosystem that have the permission, assigned or not; empty for other holders.
   * @example ["admin"]
   */
  rolesThatGrantIt: string[];
}

/** The rule that decides about a token, and since when. */
export class ExplanationView {
  /**
   * Current result of a verification.
   * @example refused
   */
  verdict: 'live' | 'refused';

  /**
   * The rule that refuses the token, the first in the order of verification; null when live. `unknown` also
   * for another tenant's token; `malformed` for a text that cannot be a secret or id.
   * @example revoked
   */
  reason: RefusalReason | null;

  /**
   * Start of the refusal; ISO 8601, UTC. Null when live, unknown or malformed.
   * @example 2026-11-22T10:00:00.000Z
   */
  since: string | null;

  /**
   * For people. May change.
   * @example "It was revoked."
   */
  detail: string;

  /** Record of the token; null when unknown or malformed. */
  token: TokenView | null;

  /** Present when the request named a permission. */
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
