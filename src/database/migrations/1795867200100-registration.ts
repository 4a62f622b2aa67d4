import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether people may register is a setting of each ecosystem. TypeORM would copy the whole table on SQLite. */
export class Registration1795867200100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ecosystems ADD COLUMN registration varchar(8)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ecosystems DROP COLUMN registration');
  }
}
