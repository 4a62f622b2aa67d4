import { setImmediate } from 'node:timers/promises';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** What else waits for the event loop gets its turn between the statements. */
const rowsPerStatement = 250;

/**
 * Inserts whole rows of an entity; what a row leaves out is null. It takes a third of the time of TypeORM's own
 * insertion, which thinks anew about every value: all rows are one parameter, a JSON text, so that the statement is
 * always the same.
 *
 * @param unique column by which rows that are there already are passed over; without it they are an error
 * @returns of the rows that were inserted, the values of `unique`
 */
export async function insertMany<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: Row[],
  unique?: string,
): Promise<string[]> {
  const { driver } = manager.connection;
  const { tableName, columns } = manager.connection.getMetadata(entity);
  const names = columns.map(({ databaseName }) => databaseName);
  const mark = driver.createParameter('rows', 0);
  const source =
    driver.options.type === 'postgres'
      ? `SELECT ${names.join(', ')} FROM json_populate_recordset(NULL::${tableName}, ${mark})`
      : `SELECT ${names.map((name) => `value ->> '${name}'`).join(', ')} FROM json_each(${mark})`;
  // SQLite takes ON for a part of the SELECT that has no WHERE.
  const conflict =
    unique === undefined ? '' : ` WHERE true ON CONFLICT (${unique}) DO NOTHING RETURNING ${unique}`;
  const inserted: string[] = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    if (from > 0) await setImmediate();
    const some = rows
      .slice(from, from + rowsPerStatement)
      .map((row) =>
        Object.fromEntries(
          columns.map((column) => [
            column.databaseName,
            driver.preparePersistentValue(row[column.propertyName] ?? null, column) as unknown,
          ]),
        ),
      );
    const statement = `INSERT INTO ${tableName} (${names.join(', ')}) ${source}${conflict}`;
    const told: Record<string, string>[] = await manager.query(statement, [JSON.stringify(some)]);
    if (unique !== undefined) inserted.push(...told.map((row) => row[unique]!));
  }
  return inserted;
}
