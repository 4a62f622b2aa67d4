import type { DataSource } from 'typeorm';

/**
 * A condition that a column is one of the values of a JSON list. PostgreSQL plans it alike for any length, so that it keeps
 * the plan of a prepared statement; that plan suits a few dozen values. For thousands use `ReadConnection.inList`.
 */
export function jsonInList(type: DataSource['options']['type'], column: string, list: string): string {
  return type === 'postgres'
    ? `${column} = ANY(ARRAY(SELECT json_array_elements_text(${list}::json)))`
    : `${column} IN (SELECT value FROM json_each(${list}))`;
}
