import { IsOptional, ValidateBy } from 'class-validator';
import { parseMoment } from '../../shared/moment.js';

const sql = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(\.\d{1,9})?)$/;

/**
 * Parses ISO 8601 with an offset, or `YYYY-MM-DD HH:MM:SS` in UTC, as databases write it. Returns ms since
 * the epoch; undefined for anything else.
 */
export function importMomentOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const inUtc = sql.exec(value);
  const moment = parseMoment(inUtc ? `${inUtc[1]}T${inUtc[2]}Z` : value);
  return moment === undefined || moment < 0 ? undefined : moment;
}

/** A timestamp as databases and JSON write it. Accepts null and undefined. */
export function IsImportMoment(): PropertyDecorator {
  return (target, key) => {
    IsOptional()(target, key);
    ValidateBy({
      name: 'isMoment',
      validator: {
        validate: (value) => importMomentOf(value) !== undefined,
        defaultMessage: () => `${String(key)} must be a time such as 2026-11-22T10:00:00Z`,
      },
    })(target, key);
  };
}
