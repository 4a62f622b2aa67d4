import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hostNameOf } from '../../ecosystems/host-name.js';

/** Brings existing domains into the form of DNS. One that another ecosystem has in this form stays, and leads nowhere. */
export class NormalDomains1796100200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.connection.options.type === 'postgres';
    const [first, second] = isPostgres ? ['$1', '$2'] : ['?', '?'];
    const rows: { id: string; domain: string }[] = await runner.query(
      'SELECT id, domain FROM ecosystems WHERE domain IS NOT NULL AND deleted_at IS NULL',
    );
    const taken = new Set(rows.map(({ domain }) => domain));
    for (const { id, domain } of rows) {
      const host = hostNameOf(domain);
      if (!host || taken.has(host)) continue;
      taken.add(host);
      await runner.query(`UPDATE ecosystems SET domain = ${first} WHERE id = ${second}`, [host, id]);
    }
  }

  /** Old domains are valid under the new rule, so there is nothing to revert. */
  async down(): Promise<void> {}
}
