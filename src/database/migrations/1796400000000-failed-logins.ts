import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Counts failed logins by ecosystem, account and hour. */
export class FailedLogins1796400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const primaryKeyConstraintName = 'failed_logins_pkey';
    await runner.createTable(
      new Table({
        name: 'failed_logins',
        columns: [
          {
            ...{ name: 'ecosystem_id', type: 'varchar', length: '64' },
            isPrimary: true,
            primaryKeyConstraintName,
          },
          { name: 'user_id', type: 'varchar', length: '64', isPrimary: true, primaryKeyConstraintName },
          { name: 'hour', type: 'bigint', isPrimary: true, primaryKeyConstraintName },
          { name: 'failures', type: 'integer' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('failed_logins');
  }
}
