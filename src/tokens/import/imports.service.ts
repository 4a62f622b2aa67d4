import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { Caller } from '../../common/caller.js';
import { Clock } from '../../common/clock.js';
import { Failure } from '../../common/failure.js';
import { ecosystemPermissions, inOrder, type Permission } from '../../common/permission.js';
import { Transactions } from '../../database/transactions/transactions.js';
import { EcosystemsService } from '../../ecosystems/ecosystems.service.js';
import type { UserStatus } from '../../users/users.repository.js';
import { UsersService } from '../../users/users.service.js';
import { grantedPermissions } from '../mint/granted-permissions.js';
import { hashOfImported, type ImportedSecret, type ImportFormat } from '../secrets/imported-secret.js';
import { ImportsRepository, type Present } from './imports.repository.js';
import { endAfter, isLiveAt, type Lifetime } from '../../sessions/lifetime.js';
import { grantedLifetime } from '../mint/granted-lifetime.js';
import { newTokenRow } from '../mint/new-token.js';
import { SecretLookup } from '../secrets/secret-lookup.js';
import type { Token } from '../token.entity.js';

/** A token of other software; only the digest of its secret is known. Moments in ms since the epoch. */
export interface ImportedToken {
  /** The user's `externalId`, else our id. */
  userReference: string;
  secret: ImportedSecret;
  lifetime: Lifetime;
  /** Defaults to now. */
  createdAt?: number;
  /** The end of a sliding token counts from here; defaults to now. */
  lastUsedAt?: number;
  name: string | null;
  /** The dialect to which the token belongs. */
  dialect: string;
  dialectDetail?: Record<string, string | boolean>;
  permissions?: Permission[];
}

/** The outcome of one token. `present`: it was imported before, for the same user. */
export type ImportOutcome = { result: 'imported' | 'present'; tokenId: string } | RefusedImport;

export interface RefusedImport {
  result: 'refused';
  code: ImportRefusal;
  detail: string;
}

/** Why a token was refused; `expired`: it was already dead. */
export const importRefusals = [
  'invalid-input',
  'user-not-found',
  'user-inactive',
  'permission-denied',
  'conflict',
  'expired',
] as const;
export type ImportRefusal = (typeof importRefusals)[number];

/** Maximum tokens of one transaction, so that no other writer waits for long. */
const tokensPerTransaction = 2000;

/** Imports tokens of other software by the digests of their secrets, so that users need not sign in again. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly secrets: SecretLookup,
    private readonly ecosystems: EcosystemsService,
    private readonly users: UsersService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Imports tokens and yields their outcomes in the same order, each after its commit. Importing a token again changes
   * nothing, so you may repeat an import that broke off.
   *
   * @throws Failure `ecosystem-not-found`, `unavailable`
   */
  async import(ecosystemId: string, tokens: ImportedToken[], caller: Caller): Promise<ImportOutcome[]> {
    await this.ecosystems.require(ecosystemId, caller);
    const parts: ImportedToken[][] = [];
    for (let from = 0; from < tokens.length; from += tokensPerTransaction) {
      parts.push(tokens.slice(from, from + tokensPerTransaction));
    }
    const done: ImportOutcome[][] = [];
    // Prepares the next part while the database stores this one.
    const worker = async () => {
      for (let part = parts.shift(); part; part = parts.shift()) {
        const place = done.push([]) - 1;
        done[place] = await this.importSome(ecosystemId, part, caller);
        await setImmediate();
      }
    };
    await Promise.all(this.transactions.current ? [worker()] : [worker(), worker()]);
    const outcomes = done.flat();
    const here = tokens.filter((_, index) => outcomes[index]!.result !== 'refused');
    const formats = new Set(here.map(({ secret }) => secret.format));
    if (formats.size > 0)
      await this.transactions.afterCommit(() => this.secrets.awaitPropagation([...formats]));
    return outcomes;
  }

  private async importSome(
    ecosystemId: string,
    tokens: ImportedToken[],
    caller: Caller,
  ): Promise<ImportOutcome[]> {
    const references = tokens.map(({ userReference }) => userReference);
    const statuses = await this.users.statusOf(ecosystemId, references);
    const now = this.clock.now();
    const rows = tokens.map((token) => {
      const standing = statuses.get(token.userReference);
      return standing ? rowOf(ecosystemId, standing, token, now, caller) : noSuchUser(token);
    });
    const accepted = rows.filter((row): row is Token => !('result' in row));
    const formats = new Set(tokens.filter((_, index) => !('result' in rows[index]!)).map(formatOf));
    const present =
      accepted.length > 0
        ? await this.transactions.run((manager) => this.store(manager, accepted, [...formats], caller))
        : new Map<string, Present>();
    return rows.map((row) => ('result' in row ? row : outcomeOf(row, present.get(row.hash))));
  }

  /** Stores the new tokens; returns those that exist already, by hash. */
  private async store(
    manager: EntityManager,
    tokens: Token[],
    formats: ImportFormat[],
    caller: Caller,
  ): Promise<Map<string, Present>> {
    for (const format of formats) await this.repository.addFormat(manager, format, this.clock.now());
    // A fixed order prevents deadlocks between two imports of the same tokens.
    const inOrder = [...tokens].sort((one, other) => (one.hash < other.hash ? -1 : 1));
    const inserted = new Set(await this.repository.insertNew(manager, inOrder));
    if (inserted.size > 0) {
      const ecosystemId = tokens[0]!.ecosystemId!;
      const kept = tokens.filter(({ hash }) => inserted.has(hash));
      const detail = { count: inserted.size, formats, ...widestOf(kept) };
      await this.audit.append(manager, caller, [
        { action: 'token.import', ecosystemId, targetType: 'ecosystem', targetId: ecosystemId, detail },
      ]);
    }
    if (inserted.size === tokens.length) return new Map();
    return this.repository.findPresent(
      manager,
      tokens.map(({ hash }) => hash),
    );
  }
}

/** The widest permissions and the latest end of many tokens, for the audit; null for all permissions and for no end. */
function widestOf(tokens: Token[]): { permissions: Permission[] | null; latestEnd: string | null } {
  const permissions = tokens.some((token) => token.permissions === null)
    ? null
    : inOrder(tokens.flatMap((token) => token.permissions!));
  const ends = tokens.map(({ expiryType, createdAt, maxAge, expiresAt }) =>
    expiryType === 'SlidingTtl' ? (maxAge === null ? Infinity : createdAt + maxAge) : (expiresAt ?? Infinity),
  );
  const latest = ends.reduce((one, other) => Math.max(one, other));
  return { permissions, latestEnd: Number.isFinite(latest) ? new Date(latest).toISOString() : null };
}

function formatOf({ secret }: ImportedToken): ImportFormat {
  return secret.format;
}

function noSuchUser({ userReference }: ImportedToken): RefusedImport {
  return { result: 'refused', code: 'user-not-found', detail: `No such user: ${userReference}` };
}

function outcomeOf({ id, ecosystemId, userId }: Token, present: Present | undefined): ImportOutcome {
  if (!present || present.id === id) return { result: 'imported', tokenId: id };
  const isSame = present.ecosystemId === ecosystemId && present.userId === userId;
  if (isSame) return { result: 'present', tokenId: present.id };
  return {
    result: 'refused',
    code: 'conflict',
    detail: 'Another user has a token with this secret, perhaps in another ecosystem: mint a new one',
  };
}

/** The row of an imported token, or the reason of its refusal. */
function rowOf(
  ecosystemId: string,
  user: UserStatus,
  imported: ImportedToken,
  now: number,
  caller: Caller,
): Token | RefusedImport {
  if (!user.active) return { result: 'refused', code: 'user-inactive', detail: 'User is not activated' };
  const { name, dialect, createdAt = now, lastUsedAt } = imported;
  const usedAt = Math.max(createdAt, lastUsedAt ?? now);
  if (!isLiveAt(endAfter(imported.lifetime, createdAt, usedAt), now)) {
    return { result: 'refused', code: 'expired', detail: 'It is dead already' };
  }
  try {
    const lifetime = grantedLifetime(imported, caller, now, 'tokens:import');
    const permissions = grantedPermissions(imported, ecosystemPermissions, caller);
    const owner = { holder: 'user', ecosystemId, userId: user.id, permissions } as const;
    const kept = {
      ...{ name, dialect, dialectDetail: imported.dialectDetail ?? null },
      ...{ hash: hashOfImported(imported.secret), checksummed: false },
    };
    const isSliding = lifetime.expiryType === 'SlidingTtl';
    const times = { createdAt, usedAt, lastUsedAt: lastUsedAt ?? (isSliding ? now : null) };
    return newTokenRow({ ...owner, generation: user.tokenGeneration }, kept, lifetime, times, caller);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { result: 'refused', code: error.code as ImportRefusal, detail: error.message };
  }
}
