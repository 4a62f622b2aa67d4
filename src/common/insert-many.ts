import { setImmediate } from 'node:timers/promises';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** More rows are not faster, and what else waits for the event loop gets its turn between the statements. */
const rowsPerStatement = 250;

/**
 * Inserts whole rows of an entity: several times as fast as TypeORM's own insertion, which thinks anew about every
 * value. What a row leaves out is null.
 */
export async function insertMany<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: Row[],
): Promise<void> {
  const { driver } = manager.connection;
  const { tableName, columns } = manager.connection.getMetadata(entity);
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    if (from > 0) await setImmediate();
    const some = rows.slice(from, from + rowsPerStatement);
    const values = some.flatMap((row) =>
      columns.map((column) => driver.preparePersistentValue(row[column.propertyName] ?? null, column)),
    );
    const marks = some.map((_, row) => {
      const ofRow = columns.map((_, index) => driver.createParameter('value', row * columns.length + index));
      return `(${ofRow.join(', ')})`;
    });
    await manager.query(
      `INSERT INTO ${driver.escape(tableName)} (${names}) VALUES ${marks.join(', ')}`,
      values,
    );
  }
}
