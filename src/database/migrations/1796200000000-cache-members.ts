import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Where each process caches its sessions, and until when it counts as live. */
export class CacheMembers1796200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'cache_members',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'cache', type: 'varchar', length: '64' },
          { name: 'live_until', type: 'bigint' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('cache_members');
  }
}
