import { setImmediate } from 'node:timers/promises';
import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import { prepared } from './prepared-statements.js';

/** What else waits for the event loop gets its turn between the statements. */
export const rowsPerStatement = 250;

/** Whole rows of an entity; what a row leaves out is null. */
export interface Insertion<Row extends ObjectLiteral = ObjectLiteral> {
  entity: EntityTarget<Row>;
  rows: Row[];
}

/**
 * Inserts rows. It takes a third of the time of TypeORM's own insertion, which thinks anew about every value: all rows are
 * one parameter, a JSON text, so that the statement is always the same. What is no text, number or boolean must be an
 * object or an array: both stores keep those as their JSON.
 *
 * @param unique column by which rows that are there already are passed over; without it they are an error
 * @returns of the rows that were inserted, the values of `unique`
 */
export async function insertMany<Row extends ObjectLiteral>(
  manager: EntityManager,
  { entity, rows }: Insertion<Row>,
  unique?: string,
): Promise<string[]> {
  const metadata = manager.connection.getMetadata(entity);
  // SQLite takes ON for a part of the SELECT that has no WHERE.
  const conflict =
    unique === undefined ? '' : ` WHERE true ON CONFLICT (${unique}) DO NOTHING RETURNING ${unique}`;
  const statement = prepared(insertionInto(metadata, 0) + conflict);
  const inserted: string[] = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    if (from > 0) await setImmediate();
    const text = JSON.stringify(rows.slice(from, from + rowsPerStatement));
    const told: Record<string, string>[] = await manager.query(statement, [text]);
    if (unique !== undefined) inserted.push(...told.map((row) => row[unique]!));
  }
  return inserted;
}

/**
 * Inserts each of the first rows with the one of the others at the same place, so that on PostgreSQL both are one statement:
 * up to `rowsPerStatement` of each need no transaction around them.
 */
export async function insertPairs<First extends ObjectLiteral, Other extends ObjectLiteral>(
  manager: EntityManager,
  first: Insertion<First>,
  other: Insertion<Other>,
): Promise<void> {
  const { connection } = manager;
  if (connection.options.type !== 'postgres') {
    await insertMany(manager, first);
    await insertMany(manager, other);
    return;
  }
  const [one, two] = [first, other].map(({ entity }) => connection.getMetadata(entity));
  const statement = prepared(`WITH first AS (${insertionInto(one!, 0)}) ${insertionInto(two!, 1)}`);
  for (let from = 0; from < first.rows.length; from += rowsPerStatement) {
    if (from > 0) await setImmediate();
    const to = from + rowsPerStatement;
    const texts = [first, other].map(({ rows }) => JSON.stringify(rows.slice(from, to)));
    await manager.query(statement, texts);
  }
}

/** Takes the values of each column from the property of the rows in JSON. */
function insertionInto({ connection, tableName, columns }: EntityMetadata, parameter: number): string {
  const { driver } = connection;
  const names = columns.map(({ databaseName }) => databaseName).join(', ');
  const mark = driver.createParameter('rows', parameter);
  const insertion = `INSERT INTO ${tableName} (${names})`;
  if (driver.options.type !== 'postgres') {
    const values = columns.map(({ propertyName }) => `value ->> '${propertyName}'`);
    return `${insertion} SELECT ${values.join(', ')} FROM jsonb_each(${mark})`;
  }
  const values = columns.map(({ propertyName }) => `"${propertyName}"`);
  const typed = columns.map((column, index) => `${values[index]} ${driver.normalizeType(column)}`);
  return `${insertion} SELECT ${values.join(', ')} FROM json_to_recordset(${mark}) AS given(${typed.join(', ')})`;
}
