import type { MigrationInterface, QueryRunner } from 'typeorm';
import { emailOf, referenceOf, usernameOf } from '../../users/names/user-names.js';

interface Row {
  id: string;
  ecosystem_id: string;
  username: string | null;
  email: string | null;
  external_id: string | null;
}

/**
 * Brings existing names into the form by which names are found: NFC, with keys that ignore case and width. A name stays as it
 * is, and finds nobody, when another user has the same form or when it holds invisible characters. `tokenwright doctor`
 * lists these users.
 */
export class NormalNames1796100100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.connection.options.type === 'postgres';
    const text = "COALESCE(username, '') || COALESCE(email, '') || COALESCE(external_id, '')";
    const isAscii = isPostgres
      ? `octet_length(${text}) = char_length(${text})`
      : `length(CAST(${text} AS BLOB)) = length(${text})`;
    let after = '';
    for (;;) {
      const rows: Row[] = await runner.query(
        `SELECT id, ecosystem_id, username, email, external_id FROM users
          WHERE deleted_at IS NULL AND NOT (${isAscii}) AND id > ${isPostgres ? '$1' : '?'} ORDER BY id LIMIT 1000`,
        [after],
      );
      for (const row of rows) await this.rename(runner, row, isPostgres);
      if (rows.length === 0) return;
      after = rows.at(-1)!.id;
    }
  }

  /** Old names are valid under the new rule, so there is nothing to revert. */
  async down(): Promise<void> {}

  private async rename(runner: QueryRunner, row: Row, isPostgres: boolean): Promise<void> {
    const username = usernameOf(row.username ?? '');
    const email = emailOf(row.email ?? '');
    const externalId = referenceOf(row.external_id ?? '');
    const mark = (place: number) => (isPostgres ? `$${place}` : '?');
    const set = async (key: string, form: string, columns: Record<string, string>) => {
      const taken = `SELECT 1 FROM users WHERE ecosystem_id = ${mark(1)} AND ${key} = ${mark(2)} AND id <> ${mark(3)}
         AND deleted_at IS NULL`;
      const named = `SELECT 1 FROM user_references WHERE ecosystem_id = ${mark(1)} AND reference = ${mark(2)} AND user_id <> ${mark(3)}`;
      const given = [row.ecosystem_id, form, row.id];
      for (const query of key === 'external_id' ? [taken, named] : [taken]) {
        if ((await runner.query(query, given)).length > 0) return;
      }
      const names = Object.keys(columns);
      const assignments = names.map((name, index) => `${name} = ${mark(index + 1)}`).join(', ');
      await runner.query(`UPDATE users SET ${assignments} WHERE id = ${mark(names.length + 1)}`, [
        ...Object.values(columns),
        row.id,
      ]);
    };
    if (username) {
      await set('username_key', username.key, { username: username.text, username_key: username.key });
    }
    if (email) await set('email_key', email.key, { email: email.text, email_key: email.key });
    if (externalId) await set('external_id', externalId, { external_id: externalId });
  }
}
