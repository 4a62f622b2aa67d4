import type { ColumnOptions } from 'typeorm';

const asNumber = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

/** A moment in ms since the epoch, alike on every store and free of time zones. PostgreSQL returns bigint as text. */
export function moment(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { name, type: 'bigint', transformer: asNumber, ...options };
}

/** A duration in ms. */
export const duration = moment;
