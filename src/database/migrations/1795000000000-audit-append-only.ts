import type { MigrationInterface, QueryRunner } from 'typeorm';

const refusal = 'audit_entries is append-only';

/** Adds the address of the caller, and refuses statements that change or remove audit entries. */
export class AuditAppendOnly1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Written by hand: TypeORM would copy the whole table on SQLite.
    await runner.query('ALTER TABLE audit_entries ADD COLUMN caller_address varchar(45)');
    if (runner.connection.options.type === 'postgres') {
      await runner.query(
        `CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql
           AS $$ BEGIN RAISE EXCEPTION '${refusal}'; END $$`,
      );
      await runner.query(
        `CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
           FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()`,
      );
      return;
    }
    for (const verb of ['UPDATE', 'DELETE']) {
      await runner.query(
        `CREATE TRIGGER audit_entries_no_${verb.toLowerCase()} BEFORE ${verb} ON audit_entries
           BEGIN SELECT RAISE(ABORT, '${refusal}'); END`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type === 'postgres') {
      await runner.query('DROP TRIGGER audit_entries_append_only ON audit_entries');
      await runner.query('DROP FUNCTION audit_entries_refuse()');
    } else {
      await runner.query('DROP TRIGGER audit_entries_no_update');
      await runner.query('DROP TRIGGER audit_entries_no_delete');
    }
    await runner.query('ALTER TABLE audit_entries DROP COLUMN caller_address');
  }
}
