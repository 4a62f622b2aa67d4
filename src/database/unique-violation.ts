import { QueryFailedError } from 'typeorm';

/** The columns or index that a unique violation names; undefined for any other error. */
export function uniqueViolation(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const cause = error.driverError as { code?: string; constraint?: string; message: string };
  if (cause.code === '23505') return cause.constraint ?? cause.message;
  if (cause.code?.startsWith('SQLITE_CONSTRAINT_')) {
    return /UNIQUE|PRIMARYKEY/.test(cause.code) ? cause.message : undefined;
  }
  return undefined;
}
