import type { DataSource } from 'typeorm';

/**
 * That a column is one of the values of a list, a JSON text. Such a condition looks the same to PostgreSQL however long the
 * list is, for a few dozen values: so it keeps the plan of a prepared statement. For thousands there is
 * `ReadConnection.inList`, where it knows how many there are.
 */
export function jsonInList(type: DataSource['options']['type'], column: string, list: string): string {
  return type === 'postgres'
    ? `${column} = ANY(ARRAY(SELECT json_array_elements_text(${list}::json)))`
    : `${column} IN (SELECT value FROM json_each(${list}))`;
}
