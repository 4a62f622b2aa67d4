import type { ColumnOptions } from 'typeorm';

const asNumber = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

/** A moment, in ms since the epoch: the same on every store, free of time zones. PostgreSQL hands bigint over as text. */
export function moment(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { name, type: 'bigint', transformer: asNumber, ...options };
}

/** A length of time in ms. */
export const duration = moment;
