import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The formats of imported tokens. */
export class ImportedFormats1795000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'imported_formats',
        columns: [
          { name: 'format', type: 'varchar', length: '16', isPrimary: true },
          { name: 'imported_at', type: 'bigint' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('imported_formats');
  }
}
