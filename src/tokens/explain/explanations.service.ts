import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { tokenReference } from '../../common/ids/identifier.js';
import { ecosystemPermissions, type Permission } from '../../common/permission.js';
import { permissionsOf } from '../../ecosystems/roles/roles.service.js';
import { type TokenContext, ExplanationsRepository } from './explanations.repository.js';
import { type End, endAfter, granularity, isLiveAt, wholeSeconds } from '../../sessions/lifetime.js';
import { SecretLookup } from '../secrets/secret-lookup.js';
import { type Session } from '../../sessions/session.js';
import { effectivePermissions, lifetimeOf } from '../verify/token-state.js';
import { SessionCache } from '../../sessions/session-cache.js';
import type { Token } from '../token.entity.js';
import { knownEnd } from '../verify/token-state.js';

/** The rules that refuse a token, in the order in which verification applies them. */
export type RefusalReason =
  'malformed' | 'unknown' | 'revoked' | 'ecosystem-deleted' | 'user-deleted' | 'user-disabled' | 'expired';

/** Why a permission is denied: the token is refused, its holder cannot have it, no role gives it, or the token lacks it. */
export type Denial = 'verdict' | 'holder' | 'roles' | 'token';

/** The rule that decides about a token, and since when. Moments in ms. */
export interface Explanation {
  verdict: 'live' | 'refused';
  reason: RefusalReason | null;
  since: number | null;
  detail: string;
  /** Null also for a token that the caller must not see. */
  token: Token | null;
  permission?: PermissionExplanation;
}

/** Why the token has or lacks a permission. */
export interface PermissionExplanation {
  name: Permission;
  granted: boolean;
  deniedBy: Denial | null;
  /** Null also where only the audit knows. */
  since: number | null;
  detail: string;
  /** The roles of the user. */
  heldRoles: string[];
  /** The roles of the user's ecosystem that give the permission. */
  rolesThatGrantIt: string[];
}

/** The token in question, by its secret or its id. */
export type Question = { secret: string } | { tokenId: string };

type Diagnosis = Omit<Explanation, 'token' | 'permission'>;

/**
 * Explains why a token is accepted or refused. It applies the rules of verification without using the token: nothing slides
 * and nothing is written.
 */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly repository: ExplanationsRepository,
    private readonly secrets: SecretLookup,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  /** A token of another tenant is explained as unknown. */
  async explain(
    question: Question,
    permission: Permission | undefined,
    caller: Caller,
  ): Promise<Explanation> {
    const hash = await this.hashOf(question);
    const now = this.clock.now();
    // In the order of verification: the row may have a later use than the cache.
    const cached = hash === undefined ? undefined : await this.cache.peek(hash, now);
    const found = hash === undefined ? undefined : await this.repository.findContext(hash);
    const isVisible = caller.ecosystemId === null || caller.ecosystemId === found?.token.ecosystemId;
    if (!found || !isVisible) {
      const diagnosis = ofNobody(question, hash !== undefined);
      return { ...diagnosis, token: null, permission: permission && withoutToken(permission) };
    }
    const end = knownEnd(found.token, cached);
    const diagnosis = diagnose(found, cached, end, now);
    const revokedAt = revocationOf(found);
    return {
      ...diagnosis,
      // As verification sees it: the row ignores the generation of its user, and its end may lag behind.
      token: { ...found.token, revokedAt, expiresAt: end },
      permission: permission && permissionOf(permission, found, diagnosis),
    };
  }

  /** The hash of the token, if there is one; undefined for garbage. */
  private async hashOf(question: Question): Promise<string | undefined> {
    if ('secret' in question) {
      const hashes = this.secrets.candidateHashes(question.secret);
      return hashes.length > 1 ? this.repository.findHashAmong(hashes) : hashes[0];
    }
    return tokenReference.test(question.tokenId) ? this.repository.findHash(question.tokenId) : undefined;
  }
}

/** The explanation of garbage, and of tokens that the caller must not see. */
function ofNobody(question: Question, hasHash: boolean): Diagnosis {
  const isPossible = 'secret' in question ? hasHash : tokenReference.test(question.tokenId);
  if (isPossible) {
    const detail = 'No such token was minted here, or it is of another ecosystem, or its row is gone.';
    return { verdict: 'refused', reason: 'unknown', since: null, detail };
  }
  const detail =
    'secret' in question
      ? 'This is no secret of ours: it is cut off, mistyped, or has something added to it.'
      : 'This is no id of a token.';
  return { verdict: 'refused', reason: 'malformed', since: null, detail };
}

function diagnose(found: TokenContext, cached: Session | undefined, end: End, now: number): Diagnosis {
  const { token, user, ecosystem } = found;
  const refused = (reason: RefusalReason, since: number | null, detail: string): Diagnosis => ({
    verdict: 'refused',
    ...{ reason, since, detail },
  });
  const successor =
    (token.replacedBy === null ? '' : ` A rotation put the token ${token.replacedBy} in its place.`) +
    (token.parentId ? ` It dies with the token ${token.parentId}, with which it was minted.` : '');
  const revokedAt = revocationOf(found);
  if (revokedAt !== null) {
    const how =
      token.revokedAt === null ? 'All tokens that the user then had were revoked.' : 'It was revoked.';
    return refused('revoked', revokedAt, how + successor);
  }
  if (ecosystem && ecosystem.deletedAt !== null) {
    return refused('ecosystem-deleted', ecosystem.deletedAt, `The ecosystem ${ecosystem.id} was deleted.`);
  }
  if (user && user.deletedAt !== null) {
    return refused('user-deleted', user.deletedAt, `The user ${user.id} was deleted.`);
  }
  if (user && !user.active) {
    return refused('user-disabled', user.deactivatedAt, `The user ${user.id} is not active.`);
  }
  if (!isLiveAt(end, now)) return refused('expired', end, endExplanation(token, cached, end!) + successor);
  return { verdict: 'live', reason: null, since: null, detail: `It is accepted.${successor}` };
}

/** When the token was revoked, alone or with all tokens of its user; null when it was not. */
function revocationOf({ token, user }: TokenContext): number | null {
  const isOfEarlierGeneration = user !== null && token.generation < user.tokenGeneration;
  return token.revokedAt ?? (isOfEarlierGeneration ? user.tokensRevokedAt : null);
}

function endExplanation(token: Token, cached: Session | undefined, end: number): string {
  const lifetime = lifetimeOf(token);
  if (lifetime.maxAge !== undefined && end >= token.createdAt + lifetime.maxAge) {
    if (token.replacedBy !== null) return 'Its time after the rotation is over.';
    return `Its maxAge of ${wholeSeconds(lifetime.maxAge)} s is over.`;
  }
  if (lifetime.expiryType === 'SlidingTtl') {
    const isExact = cached !== undefined && cached.expiresAt === end;
    const slack = isExact
      ? ''
      : ` The cache forgot its last use: the exact end is up to ${slackOf(token)} s earlier.`;
    return `It was not used for ${wholeSeconds(lifetime.ttl)} s.${slack}`;
  }
  if (end === endAfter(lifetime, token.createdAt, token.createdAt) && lifetime.expiryType === 'FixedTtl') {
    return `Its ttl of ${wholeSeconds(lifetime.ttl)} s is over.`;
  }
  return 'Its end has come.';
}

function slackOf(token: Token): number {
  return wholeSeconds(granularity(lifetimeOf(token)));
}

function withoutToken(name: Permission): PermissionExplanation {
  const detail = 'What is no token may do nothing.';
  const nothing = { since: null, heldRoles: [], rolesThatGrantIt: [] };
  return { name, granted: false, deniedBy: 'verdict', detail, ...nothing };
}

function permissionOf(name: Permission, found: TokenContext, diagnosis: Diagnosis): PermissionExplanation {
  const { token, user, roles } = found;
  const held = roles.filter((role) => user?.roles.includes(role.name));
  const named = {
    name,
    heldRoles: held.map((role) => role.name),
    rolesThatGrantIt: roles.filter((role) => role.permissions.includes(name)).map((role) => role.name),
  };
  const denied = (deniedBy: Denial, since: number | null, detail: string): PermissionExplanation => ({
    ...named,
    granted: false,
    ...{ deniedBy, since, detail },
  });
  if (diagnosis.verdict === 'refused') {
    return denied('verdict', diagnosis.since, `The token is refused: ${diagnosis.reason}.`);
  }
  const state = { token, enabled: true, rolePermissions: permissionsOf(held) };
  if (effectivePermissions(state).includes(name)) {
    const detail = user ? 'The roles of the user give it.' : `A ${token.holder} has it.`;
    return { ...named, granted: true, deniedBy: null, since: null, detail };
  }
  if (token.holder !== 'account' && !ecosystemPermissions.includes(name)) {
    return denied(
      'holder',
      token.createdAt,
      `Only an account token can have it, not one of a ${token.holder}.`,
    );
  }
  if (user && !state.rolePermissions.includes(name)) {
    return denied('roles', null, 'No role of the user gives it. The audit shows since when.');
  }
  return denied('token', token.createdAt, 'The token was minted with permissions that leave it out.');
}
