import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

const text = (name: string, length: number, isNullable = false) => ({
  name,
  type: 'varchar',
  length: String(length),
  isNullable,
});
const moment = (name: string, isNullable = false) => ({ name, type: 'bigint', isNullable });
const json = (name: string, isNullable = false) => ({ name, type: 'text', isNullable });
const key = (name: string, length: number) => ({ ...text(name, length), isPrimary: true });

/** The first tables, with column types that every store has. */
export class Initial1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'ecosystems',
        columns: [
          key('id', 64),
          text('name', 200),
          text('domain', 253, true),
          json('origins', true),
          { name: 'version', type: 'integer', default: 1 },
          moment('created_at'),
          moment('updated_at'),
          moment('deleted_at', true),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'roles',
        columns: [
          key('ecosystem_id', 64),
          key('name', 64),
          { ...text('description', 200), default: "''" },
          json('permissions'),
          json('dialect_grants', true),
          { name: 'version', type: 'integer', default: 1 },
          { ...moment('updated_at'), default: 0 },
        ],
        foreignKeys: [ofEcosystem],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'users',
        columns: [
          key('id', 64),
          text('ecosystem_id', 64),
          text('username', 128, true),
          text('username_key', 384, true),
          text('email', 254, true),
          text('email_key', 762, true),
          { ...text('name', 200), default: "''" },
          text('external_id', 128, true),
          text('password_hash', 255, true),
          json('roles'),
          json('attributes', true),
          { name: 'active', type: 'boolean' },
          moment('deactivated_at', true),
          { name: 'token_generation', type: 'integer', default: 0 },
          moment('tokens_revoked_at', true),
          { name: 'version', type: 'integer', default: 1 },
          moment('created_at'),
          moment('updated_at'),
          moment('deleted_at', true),
        ],
        foreignKeys: [ofEcosystem],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'tokens',
        columns: [
          key('id', 36),
          text('hash', 43),
          text('holder', 16),
          text('ecosystem_id', 64, true),
          text('user_id', 64, true),
          text('name', 200, true),
          text('dialect', 16),
          { name: 'checksummed', type: 'boolean' },
          json('permissions', true),
          text('expiry_type', 16),
          moment('ttl', true),
          moment('max_age', true),
          moment('expires_at', true),
          moment('created_at'),
          text('minted_by', 36, true),
          moment('last_used_at', true),
          { name: 'generation', type: 'integer', default: 0 },
          moment('revoked_at', true),
          text('replaced_by', 36, true),
          json('dialect_detail', true),
        ],
        foreignKeys: [
          ofEcosystem,
          { columnNames: ['user_id'], referencedTableName: 'users', referencedColumnNames: ['id'] },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'audit_entries',
        columns: [
          key('id', 36),
          moment('at'),
          text('ecosystem_id', 64, true),
          text('action', 64),
          text('target_type', 16),
          text('target_id', 64),
          text('caller_holder', 16),
          text('caller_token_id', 36, true),
          text('caller_user_id', 64, true),
          text('request_id', 128, true),
          json('detail', true),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'idempotent_answers',
        columns: [
          key('id', 43),
          text('fingerprint', 43),
          { name: 'status', type: 'integer' },
          { name: 'sealed', type: 'text' },
          moment('created_at'),
        ],
      }),
    );
    for (const [table, index] of indices) await runner.createIndex(table, new TableIndex(index));
    if (runner.connection.options.type === 'postgres') {
      // Leaves room in each page, so that a use is stored in place.
      await runner.query('ALTER TABLE tokens SET (fillfactor = 90)');
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['idempotent_answers', 'audit_entries', 'tokens', 'users', 'roles', 'ecosystems']) {
      await runner.dropTable(table);
    }
  }
}

const ofEcosystem = {
  columnNames: ['ecosystem_id'],
  referencedTableName: 'ecosystems',
  referencedColumnNames: ['id'],
};

const onlyLive = { isUnique: true, where: 'deleted_at IS NULL' };
const indices: [string, ConstructorParameters<typeof TableIndex>[0]][] = [
  ['ecosystems', { name: 'ecosystems_domain', columnNames: ['domain'], ...onlyLive }],
  ['users', { name: 'users_username', columnNames: ['ecosystem_id', 'username_key'], ...onlyLive }],
  ['users', { name: 'users_email', columnNames: ['ecosystem_id', 'email_key'], ...onlyLive }],
  ['users', { name: 'users_external_id', columnNames: ['ecosystem_id', 'external_id'], ...onlyLive }],
  ['users', { name: 'users_by_ecosystem', columnNames: ['ecosystem_id', 'created_at', 'id'] }],
  ['tokens', { name: 'tokens_hash', columnNames: ['hash'], isUnique: true }],
  ['tokens', { name: 'tokens_by_ecosystem', columnNames: ['ecosystem_id', 'id'] }],
  ['tokens', { name: 'tokens_by_user', columnNames: ['user_id', 'id'] }],
  ['tokens', { name: 'tokens_by_minter', columnNames: ['minted_by', 'id'] }],
  ['idempotent_answers', { name: 'idempotent_answers_by_age', columnNames: ['created_at'] }],
  ['audit_entries', { name: 'audit_entries_by_ecosystem', columnNames: ['ecosystem_id', 'id'] }],
];
