import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JoinedReads } from '../common/joined-reads.js';
import type { Permission } from '../common/permission.js';
import type { ExpiryType } from './lifetime.js';
import type { TokenState } from './session.js';
import type { Holder } from './token.entity.js';

type Row = Record<string, string | number | boolean | null>;

/** Reads what decides whether tokens live; all that one turn of the event loop asks for in one statement. */
@Injectable()
export class TokenStates {
  private readonly reads = new JoinedReads<TokenState>((hashes) => this.select(hashes));

  constructor(private readonly dataSource: DataSource) {}

  /** The state of the token with this hash, read after this call; undefined when there is none. */
  read(hash: string): Promise<TokenState | undefined> {
    return this.reads.read(hash);
  }

  private async select(hashes: string[]): Promise<Map<string, TokenState>> {
    const { driver } = this.dataSource;
    const marks = hashes.map((_, index) => driver.createParameter(`hash${index}`, index));
    // A role's name is of [A-Za-z0-9_-], so quotes delimit it in the JSON text; `_` may match too much, which
    // stateOf() narrows.
    const rows: Row[] = await this.dataSource.query(
      `SELECT t.id, t.hash, t.holder, t.ecosystem_id, t.user_id, t.permissions, t.expiry_type, t.ttl, t.max_age,
              t.expires_at, t.created_at, t.last_used_at, t.generation,
              CASE WHEN t.generation < u.token_generation THEN u.tokens_revoked_at ELSE t.revoked_at END AS revoked_at,
              u.active AS user_active, u.deleted_at AS user_deleted_at, u.roles AS user_roles,
              e.deleted_at AS ecosystem_deleted_at, r.name AS role_name, r.permissions AS role_permissions
         FROM tokens t
         LEFT JOIN users u ON u.id = t.user_id
         LEFT JOIN ecosystems e ON e.id = t.ecosystem_id
         LEFT JOIN roles r ON r.ecosystem_id = u.ecosystem_id AND u.roles LIKE '%"' || r.name || '"%'
        WHERE t.hash IN (${marks.join(', ')})`,
      hashes,
    );
    const states = new Map<string, TokenState>();
    for (const row of rows) {
      const hash = row.hash as string;
      const known = states.get(hash);
      if (!known) states.set(hash, stateOf(row));
      else known.rolePermissions.push(...rolePermissionsOf(row));
    }
    return states;
  }
}

function stateOf(row: Row): TokenState {
  return {
    token: {
      id: row.id as string,
      hash: row.hash as string,
      holder: row.holder as Holder,
      ecosystemId: row.ecosystem_id as string | null,
      userId: row.user_id as string | null,
      permissions: fromJson<Permission[]>(row.permissions),
      expiryType: row.expiry_type as ExpiryType,
      ttl: asNumber(row.ttl),
      maxAge: asNumber(row.max_age),
      expiresAt: asNumber(row.expires_at),
      createdAt: Number(row.created_at),
      lastUsedAt: asNumber(row.last_used_at),
      generation: Number(row.generation),
      revokedAt: asNumber(row.revoked_at),
    },
    enabled:
      row.ecosystem_deleted_at === null &&
      (row.user_id === null || (Boolean(row.user_active) && row.user_deleted_at === null)),
    rolePermissions: rolePermissionsOf(row),
  };
}

function rolePermissionsOf(row: Row): Permission[] {
  const held = fromJson<string[]>(row.user_roles) ?? [];
  return held.includes(row.role_name as string) ? fromJson<Permission[]>(row.role_permissions)! : [];
}

function fromJson<T>(text: Row[string]): T | null {
  return text === null || text === undefined ? null : (JSON.parse(text as string) as T);
}

function asNumber(value: Row[string]): number | null {
  return value === null ? null : Number(value);
}
