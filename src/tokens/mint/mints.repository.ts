import { Injectable } from '@nestjs/common';
import type { DataSource, DataSourceOptions, EntityManager } from 'typeorm';
import { AuditEntry } from '../../audit/audit-entry.entity.js';
import { jsonColumn, insertSql, bulkInsert } from '../../database/bulk-insert.js';
import { registerPrepared } from '../../database/postgres/pg-client.js';
import { Token } from '../token.entity.js';

/** An inserted token, with the current generation of its user. */
type Inserted = Pick<Token, 'id' | 'generation'>;

/**
 * Inserts tokens of users, each only if its ecosystem is live and its user is live and active. The inserting statement checks
 * this itself, so no read comes before it.
 */
@Injectable()
export class MintsRepository {
  private statement: string | undefined;

  /**
   * Inserts up to `rowsPerStatement` tokens with their audit entries, on PostgreSQL in one statement.
   *
   * @returns the inserted tokens; nothing is stored for the others
   */
  async insert(manager: EntityManager, tokens: Token[], entries: AuditEntry[]): Promise<Inserted[]> {
    const { connection } = manager;
    const isShared = connection.options.type === 'postgres';
    this.statement ??= registerPrepared(
      isShared ? pairInsertionOn(connection) : tokenInsertionOn(connection),
    );
    if (isShared) return manager.query(this.statement, [JSON.stringify(tokens), JSON.stringify(entries)]);
    const inserted: Inserted[] = await manager.query(this.statement, [JSON.stringify(tokens)]);
    const ids = new Set(inserted.map(({ id }) => id));
    const rows = entries.filter(({ targetId }) => ids.has(targetId));
    await bulkInsert(manager, { entity: AuditEntry, rows });
    return inserted;
  }
}

function tokenInsertionOn(connection: DataSource): string {
  const { type } = connection.options;
  const insertion = insertSql(connection.getMetadata(Token), 0, {
    rest: joinedUsersOn(type),
    values: { generation: 'u.token_generation' },
  });
  return `${insertion} RETURNING id, generation`;
}

function pairInsertionOn(connection: DataSource): string {
  const ofEntries = insertSql(connection.getMetadata(AuditEntry), 1, {
    rest: ` WHERE ${jsonColumn('postgres', 'targetId')} IN (SELECT id FROM inserted)`,
  });
  return `WITH inserted AS (${tokenInsertionOn(connection)}), entries AS (${ofEntries})
          SELECT id, generation FROM inserted`;
}

function joinedUsersOn(type: DataSourceOptions['type']): string {
  const isUser = `id = ${jsonColumn(type, 'userId')}`;
  const mayHave = `u.ecosystem_id = ${jsonColumn(type, 'ecosystemId')} AND u.active AND u.deleted_at IS NULL
    AND (SELECT e.deleted_at IS NULL FROM ecosystems e WHERE e.id = u.ecosystem_id)`;
  // OFFSET makes PostgreSQL look up each user by key; it would scan a small table, or all users of the ecosystem.
  return type === 'postgres'
    ? ` JOIN LATERAL (SELECT ecosystem_id, active, deleted_at, token_generation
                        FROM users WHERE ${isUser} OFFSET 0) u ON ${mayHave}`
    : ` JOIN users u ON u.${isUser} AND ${mayHave}`;
}
