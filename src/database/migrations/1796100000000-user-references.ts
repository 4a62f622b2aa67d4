import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The `id` and `externalId` of a user, one a row, as a trigger sees them before or after a change. */
const insertFor = (row: 'NEW', isLive: string) =>
  `INSERT INTO user_references (ecosystem_id, reference, user_id)
     SELECT ${row}.ecosystem_id, ${row}.external_id, ${row}.id
      WHERE ${row}.external_id IS NOT NULL AND ${row}.external_id <> ${row}.id AND ${isLive};`;
const insertId = `INSERT INTO user_references (ecosystem_id, reference, user_id) VALUES (NEW.ecosystem_id, NEW.id, NEW.id);`;
const deleteExternalId = `DELETE FROM user_references
   WHERE ecosystem_id = OLD.ecosystem_id AND reference = OLD.external_id AND user_id = OLD.id AND reference <> OLD.id;`;

const onInsert = `${insertId} ${insertFor('NEW', 'NEW.deleted_at IS NULL')}`;
const onUpdate = `${deleteExternalId} ${insertFor('NEW', 'NEW.deleted_at IS NULL')}`;

const key = { isPrimary: true, primaryKeyConstraintName: 'user_references_pkey' };

/**
 * One namespace for the `id` and `externalId` of the users of an ecosystem: no user can take a name of another. Triggers
 * enforce it for every write. A deleted user keeps the id and frees the `externalId`.
 *
 * Where an `externalId` equals the id of another user, the id keeps the name and the `externalId` finds nobody.
 * `tokenwright doctor` lists these users.
 */
export class UserReferences1796100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'user_references',
        columns: [
          { name: 'ecosystem_id', type: 'varchar', length: '64', ...key },
          { name: 'reference', type: 'varchar', length: '128', ...key },
          { name: 'user_id', type: 'varchar', length: '64' },
        ],
      }),
    );
    await runner.query(
      'INSERT INTO user_references (ecosystem_id, reference, user_id) SELECT ecosystem_id, id, id FROM users',
    );
    // SQLite parses ON as part of a SELECT without WHERE.
    await runner.query(
      `INSERT INTO user_references (ecosystem_id, reference, user_id)
         SELECT ecosystem_id, external_id, id FROM users WHERE external_id IS NOT NULL AND deleted_at IS NULL
         ON CONFLICT DO NOTHING`,
    );
    if (runner.connection.options.type === 'postgres') {
      await this.createFunctions(runner);
      return;
    }
    await runner.query(`CREATE TRIGGER user_references_insert AFTER INSERT ON users BEGIN ${onInsert} END`);
    await runner.query(
      `CREATE TRIGGER user_references_update AFTER UPDATE OF external_id, deleted_at ON users
         WHEN OLD.external_id IS NOT NEW.external_id OR OLD.deleted_at IS NOT NEW.deleted_at
         BEGIN ${onUpdate} END`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type === 'postgres') {
      await runner.query('DROP TRIGGER user_references_insert ON users');
      await runner.query('DROP TRIGGER user_references_update ON users');
      await runner.query('DROP FUNCTION user_references_insert()');
      await runner.query('DROP FUNCTION user_references_update()');
    } else {
      await runner.query('DROP TRIGGER user_references_insert');
      await runner.query('DROP TRIGGER user_references_update');
    }
    await runner.dropTable('user_references');
  }

  private async createFunctions(runner: QueryRunner): Promise<void> {
    for (const [name, body] of [
      ['user_references_insert', onInsert],
      ['user_references_update', onUpdate],
    ]) {
      await runner.query(
        `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NULL; END $$`,
      );
    }
    await runner.query(
      `CREATE TRIGGER user_references_insert AFTER INSERT ON users
         FOR EACH ROW EXECUTE FUNCTION user_references_insert()`,
    );
    await runner.query(
      `CREATE TRIGGER user_references_update AFTER UPDATE OF external_id, deleted_at ON users FOR EACH ROW
         WHEN (OLD.external_id IS DISTINCT FROM NEW.external_id OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at)
         EXECUTE FUNCTION user_references_update()`,
    );
  }
}
