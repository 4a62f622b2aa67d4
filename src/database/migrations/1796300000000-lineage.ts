import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the parent with which a token dies, and `self:manage` to the built-in roles. Written by hand: TypeORM would copy whole
 * tables on SQLite.
 */
export class Lineage1796300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tokens ADD COLUMN parent_id varchar(36)');
    await runner.query('CREATE INDEX tokens_by_parent ON tokens (parent_id, id) WHERE parent_id IS NOT NULL');
    await runner.query(
      `UPDATE roles SET version = version + 1, permissions = CASE WHEN permissions = '[]' THEN '["self:manage"]'
              ELSE substr(permissions, 1, length(permissions) - 1) || ',"self:manage"]' END
        WHERE name IN ('admin', 'user') AND permissions NOT LIKE '%"self:manage"%'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE roles SET version = version + 1,
              permissions = replace(replace(permissions, ',"self:manage"', ''), '"self:manage"', '')
        WHERE permissions LIKE '%"self:manage"%'`,
    );
    await runner.query('DROP INDEX tokens_by_parent');
    await runner.query('ALTER TABLE tokens DROP COLUMN parent_id');
  }
}
